import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {textOfPage} from '../../source/intake/error-page.js';

/** Pages that applications and what stands before them answer with in place of an NCCO, shortened, and what is quoted of them. */
const pages: [string, string, string][] = [
  [
    'Flask, with its debugger',
    `<!doctype html>
<html lang=en><head><title>NameError: name &#39;caller&#39; is not defined
 // Werkzeug Debugger</title><link rel="stylesheet" href="?__debugger__=yes"><script>var EVALEX = true;</script></head>
<body style="background-color: #fff"><div class="debugger"><h1>NameError</h1><div class="detail">
<p class="errormsg">NameError: name &#39;caller&#39; is not defined</p></div><h2 class="traceback">Traceback <em>(most recent call last)</em></h2>`,
    "NameError: name 'caller' is not defined // Werkzeug Debugger – Traceback (most recent call last)",
  ],
  [
    'Flask, without',
    '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error.</p>\n',
    '500 Internal Server Error – The server encountered an internal error.',
  ],
  [
    'Express, no such path',
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot GET /webhooks/answer</pre>\n</body>\n</html>\n',
    'Cannot GET /webhooks/answer',
  ],
  [
    'Express, an exception',
    '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><pre>ReferenceError: nme is not defined<br> &nbsp; &nbsp;at /app/index.js:10:3<br> &nbsp; &nbsp;at Layer.handle</pre></body></html>',
    'ReferenceError: nme is not defined – at /app/index.js:10:3 – at Layer.handle',
  ],
  [
    'Django, an exception',
    `<!DOCTYPE html><html lang="en"><head><meta name="robots" content="NONE"><title>KeyError
          at /webhooks/answer</title><style>html * { padding:0; }</style></head><body><header id="summary">
  <h1>KeyError
       <span>at /webhooks/answer</span></h1><pre class="exception_value">&#x27;from_user&#x27;</pre>
  <table class="meta"><tr><th scope="row">Request Method:</th><td>GET</td></tr></table>`,
    "KeyError at /webhooks/answer – 'from_user' – Request Method:",
  ],
  [
    'Rails, an exception',
    `<!DOCTYPE html><html lang="en"><head><title>Action Controller: Exception caught</title><style>body {}</style><script>function toggle(id) { return a < b; }</script></head>
<body><header role="banner"><h1>NameError in WebhooksController#answer</h1></header><main role="main" id="container">
<h2 class="exception-message"><div class="exception-message"><div class="message">undefined local variable or method &#39;ncco&#39;</div></div></h2>`,
    "Action Controller: Exception caught – NameError in WebhooksController#answer – undefined local variable or method 'ncco'",
  ],
  [
    'Rails, in production',
    '<!DOCTYPE html>\n<html>\n<head>\n  <title>We&#8217;re sorry, but something went wrong (500)</title><style>h1 { color: #B22; }</style></head><body class="rails-default-error-page"><!-- This file lives in public/500.html --><div><h1>We&rsquo;re sorry, but something went wrong.</h1></div>',
    'We’re sorry, but something went wrong (500) – We’re sorry, but something went wrong.',
  ],
  [
    'Next.js, no such path',
    '<!DOCTYPE html><html><head><title>404: This page could not be found</title><script src="/_next/x.js"></script></head><body><div id="__next"><h1 class="next-error-h1">404</h1><div><h2>This page could not be found<!-- -->.</h2></div></div>',
    '404: This page could not be found – This page could not be found.',
  ],
  [
    'Next.js, an exception in development',
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{"page":"/_error","query":{},"err":{"name":"Error","source":"server","message":"no caller","stack":"Error: no caller"}}</script></body></html>',
    'no caller',
  ],
  [
    'Laravel',
    '<!DOCTYPE html><html><head><title>🧨 Undefined variable $ncco</title></head><body></body></html>',
    '🧨 Undefined variable $ncco',
  ],
  [
    'PHP, a notice before the JSON',
    '<br />\n<b>Warning</b>:  Undefined variable $to in <b>/app/answer.php</b> on line <b>3</b><br />\n[{"action":"talk"}]',
    'Warning: Undefined variable $to in /app/answer.php on line 3 – [{"action":"talk"}]',
  ],
  [
    'Spring',
    '<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error.</p><div id="created">Thu Nov 20</div>',
    'Whitelabel Error Page – This application has no explicit mapping for /error. – Thu Nov 20',
  ],
  [
    'ASP.NET Core',
    '<!DOCTYPE html><html lang="en"><head><title>Internal Server Error</title></head><body><h1>An unhandled exception occurred while processing the request.</h1><div class="titleerror">NullReferenceException: Object reference not set to an instance of an object.</div>',
    'Internal Server Error – An unhandled exception occurred while processing the request. – NullReferenceException: Object reference not set to an instance of an object.',
  ],
  [
    'nginx',
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0 (Ubuntu)</center>\r\n</body>\r\n</html>\r\n',
    '502 Bad Gateway – nginx/1.18.0 (Ubuntu)',
  ],
  [
    'Tomcat',
    '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1><hr class="line" /><p><b>Type</b> Status Report</p>',
    'HTTP Status 404 – Not Found – Type Status Report',
  ],
  [
    'ngrok, nothing behind it',
    '<!DOCTYPE html>\n<html class="h-full" lang="en-US"><head><link rel="preload" href="https://assets.ngrok.com/a.woff"><noscript>The endpoint abc.ngrok-free.app is offline. (ERR_NGROK_3200)</noscript></head><body id="ngrok"><div id="root" data-payload="eyJjZG4iOiI>Ij4ifQ=="></div></body></html>',
    'The endpoint abc.ngrok-free.app is offline. (ERR_NGROK_3200)',
  ],
  [
    'Cloudflare',
    '<!DOCTYPE html>\n<!--[if lt IE 7]> <html class="no-js ie6"> <![endif]-->\n<html lang="en-US"><head><title>example.com | 502: Bad gateway</title></head><body><h1 class="inline-block"><span class="inline-block">Bad gateway</span> <span class="code-label">Error code 502</span></h1>',
    'example.com | 502: Bad gateway – Bad gateway Error code 502',
  ],
  ['a page without text', '<!doctype html><html><head><style>p {}</style></head><body></body></html>', ''],
  [
    'text with a sign that is no tag',
    '<p>a < b &amp;&amp; c > d &bogus; &#xffffff; &lt;script&gt;</p>',
    'a < b && c > d &bogus; &#xffffff; <script>',
  ],
  ['a tag that does not end', '<h1>Out of memory</h1><p class="x', 'Out of memory'],
  ['a script that does not end', '<h1>Oops</h1><script>for(;;){}', 'Oops'],
];

describe('an error page', () => {
  it.each(pages)('is quoted as text: %s', (_, html, text) => {
    expect(textOfPage(html)).toBe(text);
  });

  it.each(['Internal Server Error', '{"error":"no"}', '', 'a < b', '[{"action":"talk","text":"<b>hi</b>"}]'])(
    'is not what begins as no page does: %j',
    text => {
      expect(textOfPage(text)).toBeUndefined();
    },
  );

  it('is read once, whatever it repeats: reading it again for each piece would take minutes', () => {
    const pieces = [
      '<',
      '<a',
      '<!--',
      '<a "',
      "<a '",
      '<script>',
      '</',
      '&#',
      '<p>a',
      '<title>',
      '<svg',
      '"err":{"name":"',
    ];
    for (const piece of pieces) expect(typeof textOfPage(`<p>${piece.repeat(100_000)}`), piece).toBe('string');
  });

  it('never makes the reading throw', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '<p',
      '<p>',
      '<h1 class="',
      '"',
      "'",
      '<!--',
      '-->',
      '<script>',
      '&#0;',
      '&#xd800;',
      'x',
      ' ',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        expect(typeof textOfPage(`<p>${pieces.join('')}`)).toBe('string');
      }),
    );
  });
});
