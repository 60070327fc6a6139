<?php
// Sends one push with PHP 8.1 or newer and its curl extension: php push.php
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
declare(strict_types=1);

/** @return array{int, array<string, string>, ?array<string, mixed>} status (0: no answer), headers, JSON (null: none) */
function ask(string $method, string $path, ?array $body, array $headers): array
{
    $answered = [];
    $curl = curl_init(getenv('YUEXIN_URL') . $path);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => [
            'Authorization: Bearer ' . getenv('YUEXIN_KEY'),
            'Content-Type: application/json',
            ...$headers,
        ],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 15,
        CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$answered): int {
            [$name, $value] = [...explode(':', $line, 2), ''];
            $answered[strtolower(trim($name))] = trim($value);
            return strlen($line);
        },
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
    }
    $text = curl_exec($curl);
    if ($text === false) {
        return [0, [], null];
    }
    $json = json_decode($text, true);
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $answered, is_array($json) ? $json : null];
}

/** The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent. */
function call(string $method, string $path, ?array $body = null, array $headers = []): array
{
    for ($tried = 0; ; $tried++) {
        [$status, $answered, $answer] = ask($method, $path, $body, $headers);
        $isTaken = $status >= 200 && $status < 300;
        if ($isTaken && $answer !== null) {
            return $answer;
        }
        // `retryable` says whether waiting helps; `errors` names everything that is wrong. A proxy's answer has neither.
        $mayPass = $status === 0 || $isTaken || $status >= 500 || $status === 408 || $status === 429;
        if (!($answer['retryable'] ?? $mayPass) || $tried === 5) {
            throw new RuntimeException("No success ($status): " . json_encode($answer, JSON_UNESCAPED_UNICODE));
        }
        // Without an answer nobody knows whether the request arrived: ask again with the same key.
        $wait = $answered['retry-after'] ?? '';
        sleep(ctype_digit($wait) ? (int) $wait : 2 ** $tried);
    }
}

$order = (string) getenv('ORDER_ID');
$push = call('POST', '/v1/pushes', [
    'appId' => getenv('APP_ID'),
    'templateId' => getenv('TEMPLATE_ID'),
    'to' => ['phone' => getenv('PHONE')],
    'data' => ['thing1' => '【广州】-->【上海】', 'thing2' => '钢材 32 吨'],
    'page' => 'pages/goods/detail?id=42',
    'bizId' => $order,
], ["Idempotency-Key: \"$order\""]);
$ended = call('GET', "/v1/pushes/{$push['id']}?wait=10");
echo json_encode($ended, JSON_UNESCAPED_UNICODE), "\n";
