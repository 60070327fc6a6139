<?php
// Sends one push with PHP 8.1 or newer and its curl extension: php push.php
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
declare(strict_types=1);

/** @return array{int, array<string, string>, array<string, mixed>} status (0: no answer), headers, body */
function call(string $method, string $path, ?array $body = null, array $headers = []): array
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
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    return [$text === false ? 0 : $status, $answered, is_string($text) ? (array) json_decode($text, true) : []];
}

/** The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent. */
function send(array $push, string $idempotencyKey): array
{
    for ($left = 5; ; $left--) {
        [$status, $headers, $answer] = call('POST', '/v1/pushes', $push, ["Idempotency-Key: \"$idempotencyKey\""]);
        if ($status === 202) {
            return $answer;
        }
        // `retryable` says whether waiting helps; `errors` names everything that is wrong. Status 0: the answer was lost.
        if (($status !== 0 && !($answer['retryable'] ?? false)) || $left === 0) {
            throw new RuntimeException(json_encode($answer, JSON_UNESCAPED_UNICODE));
        }
        sleep((int) ($headers['retry-after'] ?? 1));
    }
}

$order = (string) getenv('ORDER_ID');
$push = send([
    'appId' => getenv('APP_ID'),
    'templateId' => getenv('TEMPLATE_ID'),
    'to' => ['phone' => getenv('PHONE')],
    'data' => ['thing1' => '【广州】-->【上海】', 'thing2' => '钢材 32 吨'],
    'page' => 'pages/goods/detail?id=42',
    'bizId' => $order,
], $order);
[, , $ended] = call('GET', "/v1/pushes/{$push['id']}?wait=10");
echo json_encode($ended, JSON_UNESCAPED_UNICODE), "\n";
