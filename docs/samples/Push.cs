// Sends one push with .NET 8: put this into Program.cs of `dotnet new console`, then `dotnet run`.
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

string Env(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");

using var client = new HttpClient { BaseAddress = new Uri(Env("YUEXIN_URL")), Timeout = TimeSpan.FromSeconds(15) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Env("YUEXIN_KEY"));

// Null: it is no JSON object, as from a proxy.
JsonElement? Read(string text)
{
    try
    {
        var json = JsonSerializer.Deserialize<JsonElement>(text);
        return json.ValueKind == JsonValueKind.Object ? json : null;
    }
    catch (JsonException)
    {
        return null;
    }
}

// The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent.
async Task<JsonElement> Call(Func<HttpRequestMessage> makeRequest)
{
    for (var tried = 0; ; tried++)
    {
        var wait = TimeSpan.FromSeconds(1 << tried);
        try
        {
            using var request = makeRequest();
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var answer = Read(text);
            if (response.IsSuccessStatusCode && answer is not null) return answer.Value;
            // "retryable" says whether waiting helps; "errors" names everything that is wrong. A proxy's answer has neither.
            var status = (int)response.StatusCode;
            var mayPass = response.IsSuccessStatusCode || status >= 500 || status is 408 or 429;
            if (answer is not null && answer.Value.TryGetProperty("retryable", out var told))
                mayPass = told.ValueKind == JsonValueKind.True;
            if (!mayPass || tried == 5) throw new InvalidOperationException($"No success ({status}): {text}");
            wait = response.Headers.RetryAfter?.Delta ?? wait;
        }
        catch (Exception error) when (tried < 5 && error is HttpRequestException or IOException or TaskCanceledException)
        {
            // Nobody knows whether it arrived: ask again with the same key.
        }
        await Task.Delay(wait);
    }
}

var order = Env("ORDER_ID");
var push = await Call(() =>
{
    var request = new HttpRequestMessage(HttpMethod.Post, "/v1/pushes")
    {
        Content = JsonContent.Create(new
        {
            appId = Env("APP_ID"),
            templateId = Env("TEMPLATE_ID"),
            to = new { phone = Env("PHONE") },
            data = new { thing1 = "【广州】-->【上海】", thing2 = "钢材 32 吨" },
            page = "pages/goods/detail?id=42",
            bizId = order,
        }),
    };
    request.Headers.Add("Idempotency-Key", $"\"{order}\"");
    return request;
});
var id = push.GetProperty("id").GetString();
Console.WriteLine(await Call(() => new HttpRequestMessage(HttpMethod.Get, $"/v1/pushes/{id}?wait=10")));
