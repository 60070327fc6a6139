// Sends one push with Java 15 or newer (nothing to install): java Push.java
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Push {
  static final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  static String env(String name) {
    return java.util.Objects.requireNonNull(System.getenv(name), name + " is not set");
  }

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(env("YUEXIN_URL") + path))
        .timeout(Duration.ofSeconds(15))
        .header("Authorization", "Bearer " + env("YUEXIN_KEY"));
  }

  /** The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent. */
  static String call(HttpRequest request) throws Exception {
    for (int tried = 0; ; tried++) {
      int status = 0;
      String answer = "";
      String wait = "";
      try {
        HttpResponse<String> response =
            client.send(request, HttpResponse.BodyHandlers.ofString());
        status = response.statusCode();
        answer = response.body();
        wait = response.headers().firstValue("Retry-After").orElse("");
      } catch (IOException error) {
        // Nobody knows whether the request arrived: ask again with the same key.
        answer = error.toString();
      }
      boolean isTaken = status >= 200 && status < 300;
      if (isTaken && answer.startsWith("{")) return answer;
      // "retryable" says whether waiting helps; "errors" names everything that is wrong. A proxy's answer has neither.
      boolean mayPass =
          status == 0 || isTaken || status >= 500 || status == 408 || status == 429;
      if (answer.contains("\"retryable\":")) mayPass = answer.contains("\"retryable\":true");
      if (!mayPass || tried == 5)
        throw new IllegalStateException("No success (" + status + "): " + answer);
      Thread.sleep((wait.matches("[0-9]{1,6}") ? Long.parseLong(wait) : 1L << tried) * 1000);
    }
  }

  public static void main(String[] args) throws Exception {
    // The text is written in escapes: `java Push.java` reads this file in the machine's encoding, which need not be UTF-8.
    String route = "\u3010\u5e7f\u5dde\u3011-->\u3010\u4e0a\u6d77\u3011"; // Guangzhou to Shanghai
    String goods = "\u94a2\u6750 32 \u5428"; // steel, 32 tons
    // In your own code let a JSON library write and read the bodies.
    String body =
        """
        {"appId": "%s", "templateId": "%s", "to": {"phone": "%s"},
         "data": {"thing1": "%s", "thing2": "%s"},
         "page": "pages/goods/detail?id=42", "bizId": "%s"}
        """
            .formatted(
                env("APP_ID"), env("TEMPLATE_ID"), env("PHONE"), route, goods, env("ORDER_ID"));
    String push =
        call(
            request("/v1/pushes")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + env("ORDER_ID") + '"')
                .POST(HttpRequest.BodyPublishers.ofString(body)) // in UTF-8
                .build());
    Matcher id = Pattern.compile("\"id\":\"(psh_[^\"]+)\"").matcher(push);
    if (!id.find()) throw new IllegalStateException("The answer has no id.");
    System.out.println(call(request("/v1/pushes/" + id.group(1) + "?wait=10").build()));
  }
}
