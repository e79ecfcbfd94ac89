/** The pull request's body. A reader decides in half a minute: what, why, how it was proven, what is open. */
export const PULL_REQUEST_TEMPLATE = `<% if (ending.status !== 'pr_opened') { -%>
> **Draft: <%= inline(ending.message) %>**

<% } -%>
## What was wrong
<%= inline(task.title) %><% if (task.externalUrl) { %> ([<%= inline(task.externalId) %>](<%= destination(task.externalUrl) %>))<% } %>

## What changed
<%= facts.summary === '' ? 'No summary was given.' : inline(facts.summary) %>
<% if (facts.diff) { -%>

| file | lines |
|---|---|
<% for (const file of facts.diff.files.slice(0, 20)) { -%>
| <%= code(file.path) %> | +<%= file.addedLines %> −<%= file.deletedLines %> |
<% } -%>
<% if (facts.diff.files.length > 20) { -%>
| and <%= facts.diff.files.length - 20 %> more | |
<% } -%>
<% } -%>

## Proof and checks
<% if (facts.plan === null) { -%>
No test command was found in this repository, so nothing proves this change.
<% } else { -%>
<%= code(facts.plan.commands.join(' && ')) %> (<%= facts.plan.origin %>)

- before: <%= words(facts.baseline) %>
- after: <%= words(facts.final) %>
<% const proof = facts.proof; -%>
<% if (facts.isProven) { -%>
- proven: these tests failed on the base commit and pass on this change, on trees that were exported for it
<% for (const id of proof.tests) { -%>
  - <%= code(id) %>
<% } -%>
  - base: <%= code(proof.base.run.command) %>, exit <%= proof.base.run.exitCode %>, tree <%= code(proof.base.treeSha.slice(0, 12)) %>
  - change: <%= code(proof.head.run.command) %>, exit <%= proof.head.run.exitCode %>, tree <%= code(proof.head.treeSha.slice(0, 12)) %>
<% } else { -%>
- **no proof: <%= inline(proof?.reason ?? 'the change was not tried on an exported tree') %>**
<% } -%>
<% if (facts.ranFewerTests) { -%>
- **fewer tests ran than before**
<% } -%>
<% for (const failure of facts.final?.failures ?? []) { -%>
- still failing: <%= code(failure.id) %>
<% } -%>
<% } -%>
<% for (const item of tamper) { -%>
- <%= item.blocking ? '**tests changed, ' : 'look: ' %><%= item.kind.replace('_', ' ') %><%= item.blocking ? '**' : '' %>: <%= code(item.detail) %>
<% } -%>
<% for (const id of facts.baseline?.flaky ?? []) { -%>
- flaky, failed once without any change: <%= code(id) %>
<% } -%>
<% for (const failure of facts.isProven ? [] : (facts.baseline?.failures ?? [])) { -%>
- failed before the change: <%= code(failure.id) %>
<% } -%>

## Review
<% const review = facts.review -%>
Verdict of <%= route.models.reviewer %>: **<%= review.verdict.replace('_', ' ') %>** after <%= review.rounds %> round<%= review.rounds === 1 ? '' : 's' %>.
<% for (const finding of review.open) { -%>
- open, <%= finding.severity %>: <%= inline(finding.title) %> (<%= code(finding.file + ':' + finding.startLine) %>)
<% } -%>
<% for (const finding of review.remarks.slice(0, 6)) { -%>
- remark, <%= finding.severity %>: <%= inline(finding.title) %> (<%= code(finding.file + ':' + finding.startLine) %>)
<% } -%>

---
Task \`<%= route.taskId %>\`, attempt <%= route.attempt %> · written by <%= route.models.coder %><% if (cost) { %> · <%= cost.calls %> model calls, <%= cost.usd === null ? 'cost unknown' : '$' + cost.usd.toFixed(2) %><% } %>
`;
