{{/* The name of an image: repository:tag, with the digest when there is one. */}}
{{- define "anton.image" -}}
{{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* The files of the catalog, by their paths. */}}
{{- define "anton.catalog" -}}
{{- $files := dict -}}
{{- if .Values.catalog -}}
{{- $files = .Values.catalog -}}
{{- else -}}
{{- range $path, $_ := .Files.Glob "catalog/**" -}}
{{- if regexMatch "(^catalog/(repositories|sources)|/template)\\.yaml$|/SKILL\\.md$" $path -}}
{{- $_ := set $files (trimPrefix "catalog/" $path) ($.Files.Get $path) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $files -}}
{{- end }}

{{/* The key of a file in the ConfigMap, which cannot have a slash: templates.node-service.yaml, skills.maven.md. */}}
{{- define "anton.catalogKey" -}}
{{ regexReplaceAll "^(templates|skills)/([^/]+)/.*\\.(yaml|md)$" . "${1}.${2}.${3}" }}
{{- end }}

{{/* The volume of whoever reads the catalog. */}}
{{- define "anton.catalogVolume" -}}
- name: catalog
  configMap:
    name: anton-catalog
    items:
      {{- range $path, $_ := include "anton.catalog" . | fromJson }}
      - { key: {{ include "anton.catalogKey" $path }}, path: {{ $path }} }
      {{- end }}
{{- end }}
