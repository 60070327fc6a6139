// Takes callbacks with .NET 8 and believes those that Yuexin signed: put this into Program.cs of `dotnet new web`, then `dotnet run`.
// Needs: WEBHOOK_SECRET (whsec_…), PORT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

const string Prefix = "whsec_";
const long ToleranceSeconds = 300;

var secret = Environment.GetEnvironmentVariable("WEBHOOK_SECRET")
    ?? throw new InvalidOperationException("WEBHOOK_SECRET is not set");
var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
if (key.Length == 0) throw new InvalidOperationException("WEBHOOK_SECRET is no secret");

// Whether Yuexin sent this. body: the bytes as they came, not JSON that was parsed and written again.
bool IsGenuine(IHeaderDictionary headers, byte[] body)
{
    var id = headers["webhook-id"].ToString();
    var timestamp = headers["webhook-timestamp"].ToString();
    if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
    // An old callback may be somebody's recording.
    var age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds;
    if (age is > ToleranceSeconds or < -ToleranceSeconds) return false;
    byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
    var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    // There are two signatures while a secret is rotated: one that fits is enough. Compared in constant time.
    return headers["webhook-signature"].ToString().Split(' ')
        .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
}

var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/{**path}", async (HttpRequest request) =>
{
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    var body = buffer.ToArray();
    if (!IsGenuine(request.Headers, body)) return Results.BadRequest();
    using var callback = JsonDocument.Parse(body);
    // Keep webhook-id: the same callback may come twice. Answer first (15 s at most), work afterwards.
    Console.WriteLine($"{request.Headers["webhook-id"]} {callback.RootElement.GetProperty("type")}");
    return Results.NoContent();
});
app.Run($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");
