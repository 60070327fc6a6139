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
  static String send(String body, String idempotencyKey) throws Exception {
    for (int left = 5; ; left--) {
      long waitSeconds = 1;
      try {
        HttpResponse<String> response =
            client.send(
                request("/v1/pushes")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", '"' + idempotencyKey + '"')
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 202) return response.body();
        // "retryable" says whether waiting helps; "errors" names everything that is wrong.
        if (!response.body().contains("\"retryable\":true") || left == 0)
          throw new IllegalStateException(response.body());
        waitSeconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
      } catch (IOException error) {
        if (left == 0) throw error;
      }
      Thread.sleep(waitSeconds * 1000);
    }
  }

  public static void main(String[] args) throws Exception {
    // In your own code let a JSON library write and read the bodies.
    String body =
        """
        {"appId": "%s", "templateId": "%s", "to": {"phone": "%s"},
         "data": {"thing1": "【广州】-->【上海】", "thing2": "钢材 32 吨"},
         "page": "pages/goods/detail?id=42", "bizId": "%s"}
        """
            .formatted(env("APP_ID"), env("TEMPLATE_ID"), env("PHONE"), env("ORDER_ID"));
    Matcher id = Pattern.compile("\"id\":\"(psh_[^\"]+)\"").matcher(send(body, env("ORDER_ID")));
    if (!id.find()) throw new IllegalStateException("The answer has no id.");
    HttpRequest wait = request("/v1/pushes/" + id.group(1) + "?wait=10").build();
    System.out.println(client.send(wait, HttpResponse.BodyHandlers.ofString()).body());
  }
}
