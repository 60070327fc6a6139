// Takes callbacks with Java 11 or newer (nothing to install) and believes those that Yuexin signed: java Verify.java
// Needs: WEBHOOK_SECRET (whsec_...), PORT
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Verify {
  static final byte[] key =
      Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));
  static final long TOLERANCE_SECONDS = 300;

  static String read(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  /** Whether Yuexin sent this. body: the bytes as they came, not JSON that was parsed and written again. */
  static boolean isGenuine(Headers headers, byte[] body) throws GeneralSecurityException {
    String id = read(headers, "webhook-id");
    String timestamp = read(headers, "webhook-timestamp");
    // An old callback may be somebody's recording.
    if (!timestamp.matches("[0-9]{1,15}")) return false;
    long age = Instant.now().getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(age) > TOLERANCE_SECONDS) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    // There are two signatures while a secret is rotated: one that fits is enough. Compared in constant time.
    boolean fits = false;
    for (String given : read(headers, "webhook-signature").split(" "))
      fits |=
          MessageDigest.isEqual(
              given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    return fits;
  }

  static void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean genuine = isGenuine(exchange.getRequestHeaders(), body);
      // Keep webhook-id: the same callback may come twice. Answer first (15 s at most), work afterwards.
      // The body is JSON in UTF-8: let a JSON library read the bytes.
      if (genuine)
        System.out.println(
            read(exchange.getRequestHeaders(), "webhook-id")
                + " "
                + new String(body, StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(genuine ? 204 : 400, -1);
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    }
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", Verify::receive);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }
}
