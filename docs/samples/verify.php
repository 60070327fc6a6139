<?php
// Takes callbacks with PHP 8.1 or newer and believes those that Yuexin signed: php -S 127.0.0.1:$PORT verify.php
// Needs: WEBHOOK_SECRET (whsec_…)
declare(strict_types=1);

const TOLERANCE_SECONDS = 300;

/** Whether Yuexin sent this. `$body`: the bytes as they came, not JSON that was parsed and written again. */
function isGenuine(string $secret, string $body): bool
{
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    // An old callback may be somebody's recording.
    if (!preg_match('/^\d{1,15}$/D', $timestamp) || abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $key = (string) base64_decode((string) preg_replace('/^whsec_/', '', $secret), true);
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    // There are two signatures while a secret is rotated: one that fits is enough. Compared in constant time.
    $fits = false;
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
        $fits = hash_equals($expected, $given) || $fits;
    }
    return $key !== '' && $fits;
}

$body = (string) file_get_contents('php://input');
if (!isGenuine((string) getenv('WEBHOOK_SECRET'), $body)) {
    http_response_code(400);
    exit;
}
$callback = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
// Keep webhook-id: the same callback may come twice. Answer first (15 s at most), work afterwards.
error_log("{$_SERVER['HTTP_WEBHOOK_ID']} {$callback['type']} " . ($callback['data']['id'] ?? ''));
http_response_code(204);
