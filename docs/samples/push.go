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

// ask makes a request once. An error: there is no answer, and nobody knows whether the request arrived.
func ask(method, path string, body []byte, idempotencyKey string) (*http.Response, []byte, error) {
	request, err := http.NewRequest(method, os.Getenv("YUEXIN_URL")+path, bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
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

// call makes the same request until it is answered: with its Idempotency-Key it is one push, however often it is sent.
func call(method, path string, body []byte, idempotencyKey string) ([]byte, error) {
	for tried := 0; ; tried++ {
		wait := time.Second << tried
		response, answer, err := ask(method, path, body, idempotencyKey)
		if err == nil {
			status := response.StatusCode
			isTaken := status >= 200 && status < 300
			var told struct {
				Retryable *bool `json:"retryable"`
			}
			isJSON := json.Unmarshal(answer, &told) == nil
			if isTaken && isJSON {
				return answer, nil
			}
			// "retryable" says whether waiting helps; "errors" names everything that is wrong. A proxy's answer has neither.
			mayPass := isTaken || status >= 500 || status == http.StatusRequestTimeout || status == http.StatusTooManyRequests
			if told.Retryable != nil {
				mayPass = *told.Retryable
			}
			err = fmt.Errorf("no success (%d): %s", status, answer)
			if !mayPass {
				return nil, err
			}
			if seconds, invalid := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 31); invalid == nil {
				wait = time.Duration(seconds) * time.Second
			}
		}
		if tried == 5 {
			return nil, err
		}
		time.Sleep(wait)
	}
}

func send() (string, error) {
	order := os.Getenv("ORDER_ID")
	body, err := json.Marshal(map[string]any{
		"appId":      os.Getenv("APP_ID"),
		"templateId": os.Getenv("TEMPLATE_ID"),
		"to":         map[string]string{"phone": os.Getenv("PHONE")},
		"data":       map[string]string{"thing1": "【广州】-->【上海】", "thing2": "钢材 32 吨"},
		"page":       "pages/goods/detail?id=42",
		"bizId":      order,
	})
	if err != nil {
		return "", err
	}
	answer, err := call("POST", "/v1/pushes", body, order)
	if err != nil {
		return "", err
	}
	var push struct {
		ID string `json:"id"`
	}
	err = json.Unmarshal(answer, &push)
	return push.ID, err
}

func main() {
	id, err := send()
	if err != nil {
		log.Fatal(err)
	}
	answer, err := call("GET", "/v1/pushes/"+id+"?wait=10", nil, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(answer))
}
