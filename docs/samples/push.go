// Sends one push with Go 1.19 or newer (nothing to install): go run push.go
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

var client = &http.Client{Timeout: 15 * time.Second}

func call(method, path string, body []byte, idempotencyKey string) (*http.Response, []byte, error) {
	request, err := http.NewRequest(method, os.Getenv("YUEXIN_URL")+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("YUEXIN_KEY"))
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if idempotencyKey != "" {
		request.Header.Set("Idempotency-Key", `"`+idempotencyKey+`"`)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return response, answer, err
}

// send makes the same request until it is answered: with its Idempotency-Key it is one push, however often it is sent.
func send(push map[string]any, idempotencyKey string) (string, error) {
	body, err := json.Marshal(push)
	if err != nil {
		return "", err
	}
	for left := 5; ; left-- {
		wait := time.Second
		response, answer, err := call("POST", "/v1/pushes", body, idempotencyKey)
		if err != nil && left == 0 {
			return "", err
		}
		if err == nil {
			var told struct {
				ID        string `json:"id"`
				Retryable bool   `json:"retryable"`
			}
			if err := json.Unmarshal(answer, &told); err != nil {
				return "", err
			}
			if response.StatusCode == http.StatusAccepted {
				return told.ID, nil
			}
			// "retryable" says whether waiting helps; "errors" names everything that is wrong.
			if !told.Retryable || left == 0 {
				return "", fmt.Errorf("%s", answer)
			}
			if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
				wait = time.Duration(seconds) * time.Second
			}
		}
		time.Sleep(wait)
	}
}

func main() {
	order := os.Getenv("ORDER_ID")
	id, err := send(map[string]any{
		"appId":      os.Getenv("APP_ID"),
		"templateId": os.Getenv("TEMPLATE_ID"),
		"to":         map[string]string{"phone": os.Getenv("PHONE")},
		"data":       map[string]string{"thing1": "【广州】-->【上海】", "thing2": "钢材 32 吨"},
		"page":       "pages/goods/detail?id=42",
		"bizId":      order,
	}, order)
	if err != nil {
		log.Fatal(err)
	}
	_, answer, err := call("GET", "/v1/pushes/"+id+"?wait=10", nil, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(answer))
}
