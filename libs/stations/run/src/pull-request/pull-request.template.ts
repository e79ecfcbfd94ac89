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
<% if (facts.isProven) { -%>
- the checks failed on the base commit and pass on this change
<% } -%>
<% if (facts.ranFewerTests) { -%>
- **fewer tests ran than before**
<% } -%>
<% for (const failure of facts.final?.failures ?? []) { -%>
- still failing: <%= code(failure.id) %>
<% } -%>
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
