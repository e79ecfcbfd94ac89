/** The page of one run: readable without a script, a server or another file. `<%=` escapes; `<%-` is Anton's own only. */
export const PAGE_TEMPLATE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="<%= policy %>">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= view.start.task.title %> · <%= view.start.task.taskId %></title>
<style><%- style %></style>
</head>
<body>
<header>
<div class="dim"><%= view.start.task.taskId %> · attempt <%= view.start.route.attempt %> · <%= view.start.at.slice(0, 16).replace('T', ' ') %> UTC</div>
<h1><%= view.start.task.title %></h1>
<% if (report) { -%>
<p><span class="chip <%= report.status === 'pr_opened' ? (view.pullRequest && view.pullRequest.draft ? 'warn' : 'good') : 'bad' %>"><%= statusWords %></span> <%= report.message %></p>
<% } else { -%>
<p><span class="chip bad">no end recorded</span> The runner was still at work, or was killed<%= view.truncated ? ' while it wrote' : '' %>. What it did until then is below.</p>
<% } -%>
<dl class="facts">
<div class="wide"><dt>pull request</dt><dd><% if (view.pullRequest) { %><% if (webLink(view.pullRequest.url)) { %><a href="<%= view.pullRequest.url %>" rel="noreferrer"><%= view.pullRequest.url %></a><% } else { %><%= view.pullRequest.url %><% } %><% if (view.pullRequest.draft) { %> <small>draft</small><% } %><% } else { %>none<% } %></dd></div>
<div><dt>cost</dt><dd><%= dollars(view.usd) %> <small>of <%= dollars(view.start.route.limits.costUsd) %></small></dd></div>
<div><dt>duration</dt><dd><%= duration(view.durationMs) %></dd></div>
<div><dt>model calls</dt><dd><%= count(view.calls) %></dd></div>
<div><dt>tokens in</dt><dd><%= count(view.tokens.input) %> <small><%= cachedShare %> cached</small></dd></div>
<div><dt>tokens out</dt><dd><%= count(view.tokens.output) %></dd></div>
<div><dt>proof</dt><dd><%= report && report.proof.kind === 'red_green' ? 'red, then green' : 'none' %></dd></div>
<div><dt>coder</dt><dd><%= view.start.route.models.coder %></dd></div>
<div><dt>reviewer</dt><dd><%= view.start.route.models.reviewer %></dd></div>
<div class="last"><dt>kind of work</dt><dd><%= view.start.route.template || 'unknown' %> <small><%= view.start.route.complexity %>, risk <%= view.start.route.risk %></small></dd></div>
</dl>
</header>

<% if (view.curve) { const curve = view.curve; -%>
<section>
<svg viewBox="0 0 <%= curve.width %> <%= curve.height %>" role="img" aria-label="cost over time, <%= dollars(curve.totalUsd, 4) %> in the end">
<path class="area" d="<%= curve.area %>"/><path class="curve" d="<%= curve.line %>"/>
<% for (const point of curve.points) { %><circle class="dot <%= point.role === 'reviewer' ? 'reviewer' : '' %>" cx="<%= point.x %>" cy="<%= point.y %>" r="3"/><% } %>
</svg>
<div class="legend dim"><span>cost over time: $0 to <%= dollars(curve.totalUsd, 4) %> in <%= duration(curve.totalMs) %></span><span><span class="key">answer of the coder</span><% if (view.reviews.length) { %> &nbsp; <span class="key other">of the reviewer</span><% } %></span></div>
</section>
<% } -%>

<h2>What changed</h2>
<% if (view.summary !== '') { -%>
<p class="said"><%= view.summary %></p>
<% } -%>
<% if (view.files.length === 0) { -%>
<p class="dim">No file.</p>
<% } -%>
<%- diffs(view.files, true) %>

<h2>Checks</h2>
<% if (view.checks.length === 0) { -%>
<p class="dim">None were run.</p>
<% } else { -%>
<table>
<% for (const { label, run } of view.checks) { -%>
<tr><td><%= label %></td><td class="<%= run.outcome === 'passed' ? 'good' : 'bad' %>"><%= checkWords(run) %><% for (const failure of run.failures) { %><br><span class="dim"><%= failure.id %></span><% } %></td></tr>
<% } -%>
</table>
<% } -%>

<h2>Review</h2>
<% if (view.reviews.length === 0) { -%>
<p class="dim">Nobody reviewed it.</p>
<% } -%>
<% for (const review of view.reviews) { -%>
<%- reviewCard(review) %>
<% } -%>

<h2>What happened</h2>
<ol class="line">
<% for (const row of view.rows) { -%>
<%- rowOf(row) %>
<% } -%>
</ol>
<p class="dim">Recorded by Anton <%= view.start.versions.anton %>, prices of <%= view.start.priceTable %>. Secrets that the runner knew are shown as [redacted].</p>
</body>
</html>
`;
