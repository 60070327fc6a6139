/** What /console says while there is no console yet. Looks again by itself. */
export const unbuiltConsolePage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>约信 Yuexin</title>
<link rel="icon" href="data:,">
<style nonce="__CSP_NONCE__">
  body { margin: 15vh auto; max-width: 36rem; padding: 0 1.5rem; font: 16px/1.7 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #10241b; }
  h1 { font-size: 1.4rem; color: #067a44; }
  code { background: #e9f3ee; padding: .1em .4em; border-radius: 4px; }
</style>
</head>
<body>
<h1>控制台正在构建 · The console is being built</h1>
<p><code>npm start</code> 会自己构建它，本页每 5 秒重试一次。用其他方式启动时，请运行 <code>npm run build</code>。推送照常收发，不受影响。</p>
<p lang="en"><code>npm start</code> builds it by itself; this page tries again every 5 seconds. Started in another way, run
<code>npm run build</code>. Pushes are taken and sent meanwhile.</p>
</body>
</html>
`;
