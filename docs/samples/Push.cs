// Sends one push with .NET 8: put this into Program.cs of `dotnet new console`, then `dotnet run`.
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

string Env(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");

using var client = new HttpClient { BaseAddress = new Uri(Env("YUEXIN_URL")), Timeout = TimeSpan.FromSeconds(15) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Env("YUEXIN_KEY"));

// The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent.
async Task<JsonElement> Send(object push, string idempotencyKey)
{
    for (var left = 5; ; left--)
    {
        var wait = TimeSpan.FromSeconds(1);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/pushes") { Content = JsonContent.Create(push) };
            request.Headers.Add("Idempotency-Key", $"\"{idempotencyKey}\"");
            using var response = await client.SendAsync(request);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (response.IsSuccessStatusCode) return answer;
            // "retryable" says whether waiting helps; "errors" names everything that is wrong.
            if (!answer.GetProperty("retryable").GetBoolean() || left == 0)
                throw new InvalidOperationException(answer.ToString());
            wait = response.Headers.RetryAfter?.Delta ?? wait;
        }
        catch (Exception error) when (left > 0 && error is HttpRequestException or TaskCanceledException)
        {
            // Nobody knows whether it arrived: ask again with the same key.
        }
        await Task.Delay(wait);
    }
}

var push = await Send(
    new
    {
        appId = Env("APP_ID"),
        templateId = Env("TEMPLATE_ID"),
        to = new { phone = Env("PHONE") },
        data = new { thing1 = "【广州】-->【上海】", thing2 = "钢材 32 吨" },
        page = "pages/goods/detail?id=42",
        bizId = Env("ORDER_ID"),
    },
    Env("ORDER_ID"));
Console.WriteLine(await client.GetStringAsync($"/v1/pushes/{push.GetProperty("id").GetString()}?wait=10"));
