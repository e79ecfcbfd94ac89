/** The parts of the page that are repeated. `<%=` escapes; `<%-` is the output of another of these parts only. */
export const DIFFS_TEMPLATE = `<% for (const file of files) { -%>
<details<%= open && file.lines.length < 400 ? ' open' : '' %>><summary><code><%= file.path %></code> <span class="good">+<%= file.added %></span> <span class="bad">−<%= file.deleted %></span></summary>
<pre class="diff"><% for (const line of file.lines) { %><span class="<%= line.kind %>"><%= line.text === '' ? ' ' : line.text %></span><% } %></pre></details>
<% } -%>
`;

export const REVIEW_TEMPLATE = `<div class="card">
<% if (answer.kind === 'unavailable') { -%>
<div class="head"><b>Round <%= round %></b><span class="chip warn">unavailable</span><span class="dim"><%= model %></span></div>
<p><%= answer.reason %></p>
<% } else { -%>
<div class="head"><b>Round <%= round %></b><span class="chip <%= answer.verdict === 'approved' ? 'good' : 'bad' %>"><%= answer.verdict %></span><span class="dim"><%= model %></span></div>
<p><%= answer.summary %></p>
<% for (const finding of [...answer.blocking, ...answer.others]) { -%>
<details<%= answer.blocking.includes(finding) ? ' open' : '' %>><summary><span class="<%= answer.blocking.includes(finding) ? 'bad' : 'dim' %>"><%= finding.severity %></span> <%= finding.title %> <code><%= finding.file %>:<%= finding.startLine %></code></summary>
<div class="body"><p><span class="dim">fails when</span> <%= finding.failureScenario %></p><p><span class="dim">hint</span> <%= finding.fixHint %></p></div></details>
<% } -%>
<% } -%>
</div>`;

export const TURN_TEMPLATE = `<li class="turn"><div class="head num"><b>Turn <%= turn.request.turn %></b>
<% if (turn.response) { const { usage, usd, stopReason } = turn.response.reply; -%>
<span class="dim"><%= count(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens) %> in, <%= count(usage.outputTokens) %> out · <%= dollars(usd, 4) %> · <%= duration(turn.response.durationMs) %><%= stopReason === 'tool_use' ? '' : ' · ' + stopReason.replaceAll('_', ' ') %></span>
<% } -%>
<span class="dim when">at <%= duration(at) %></span></div>
<% if (turn.failure) { -%>
<p class="bad">No answer: <%= turn.failure.message %></p>
<% } else if (!turn.response) { -%>
<p class="bad">No answer is recorded.</p>
<% } -%>
<% for (const text of turn.thinking) { -%>
<details class="more"><summary class="dim">thinking</summary><div class="body said"><%= text %></div></details>
<% } -%>
<% for (const text of turn.texts) { -%>
<div class="said"><%= text %></div>
<% } -%>
<% for (const call of turn.calls) { -%>
<details><summary><code><%= call.tool %></code> <%= call.gist %><% if (call.isError) { %> <span class="bad"><%= call.note || 'error' %></span><% } %></summary>
<div class="body"><% for (const input of call.inputs) { %><div class="label"><%= input.name %></div><pre><%= input.text %></pre><% } %>
<div class="label">result<%= call.durationMs === null ? '' : ', ' + duration(call.durationMs) %></div><pre><%= call.output === null ? 'not recorded' : call.output %></pre></div></details>
<% } -%>
</li>`;

export const EVENT_TEMPLATE = `<li class="<%= look %>"><div class="head"><% if (look === 'isbad') { %><b class="bad"><%= name %></b><% } else { %><b><%= name %></b><% } %> <span><%= words %></span><span class="dim when num">at <%= duration(at) %></span></div>
<% if (more) { -%>
<details class="more"><summary class="dim"><%= more.label %></summary><div class="body"><pre><%= more.text %></pre></div></details>
<% } -%>
</li>`;

export const CHANGE_TEMPLATE = `<li><div class="head"><b>the tree</b> <span class="dim">is <%= treeSha.slice(0, 10) %></span><span class="dim when num">at <%= duration(at) %></span></div>
<%- diffs(files, false) %></li>`;
