# The images of Anton, one target each: ingester, orchestrator, runner, egress (the proxy of the runs), anton (the
# operator's command line), demo (the servers of the demo overlay).
#   docker build --target runner -t registry.example.com/anton/runner:0.1.0 .
# A release pins NODE by digest (…@sha256:…). Nothing of it needs a shell at run time; the root may be read-only.
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run --silent build && find dist -name '*.map' -delete

# What all of them have: Node, an init that reaps and hands signals on, certificates.
FROM ${NODE} AS base
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
WORKDIR /opt/anton
COPY package.json LICENSE ./
ENV NODE_ENV=production
LABEL org.opencontainers.image.title="Anton" \
  org.opencontainers.image.description="Turns an alert or a ticket into a reviewed pull request" \
  org.opencontainers.image.licenses="Apache-2.0"
# The group 0 may read everything: a cluster that assigns users by itself can run it too.
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=2", "--no-warnings"]

FROM base AS ingester
COPY catalog catalog
COPY --from=build /app/dist/apps/ingester dist/apps/ingester
# Ends at once, for it lacks its settings, and leaves its compiled code beside it.
RUN node --max-semi-space-size=2 dist/apps/ingester/main.js 2>/dev/null || test -d dist/apps/ingester/compile-cache
USER 10001:10001
EXPOSE 8080
CMD ["/opt/anton/dist/apps/ingester/main.js"]

# gh: it asks the code host how many pull requests are open.
FROM base AS orchestrator
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends gh \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY catalog catalog
COPY manifests manifests
COPY --from=build /app/dist/apps/orchestrator dist/apps/orchestrator
RUN node --max-semi-space-size=2 dist/apps/orchestrator/main.js 2>/dev/null || test -d dist/apps/orchestrator/compile-cache
USER 10001:10001
EXPOSE 8081
CMD ["/opt/anton/dist/apps/orchestrator/main.js"]

# Both containers of a run's Pod that are Anton's own: `prepare …` and `run …` are their arguments.
FROM base AS runner
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends git gh \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY --from=build /app/dist/apps/runner dist/apps/runner
# Process 1 of the sandbox, in an image that may have no C library that it fits.
RUN cp /usr/bin/tini-static dist/apps/runner/tini
RUN node --max-semi-space-size=2 dist/apps/runner/main.js --help >/dev/null
USER 10001:10001
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=2", "--no-warnings", "/opt/anton/dist/apps/runner/main.js"]

# Squid is the proxy, and Anton's process keeps it running and tells it whom to let where.
FROM base AS egress
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends openssl squid \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY catalog catalog
COPY --from=build /app/dist/apps/egress dist/apps/egress
RUN node --max-semi-space-size=2 dist/apps/egress/main.js 2>/dev/null || test -d dist/apps/egress/compile-cache
USER 10001:10001
EXPOSE 3128 3129
CMD ["/opt/anton/dist/apps/egress/main.js"]

FROM base AS anton
COPY catalog catalog
COPY manifests manifests
COPY --from=build /app/dist/apps dist/apps
RUN node --max-semi-space-size=2 dist/apps/anton/main.js --help >/dev/null
USER 10001:10001
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=2", "--no-warnings", "/opt/anton/dist/apps/anton/main.js"]

# What the demo in a cluster has instead of the internet (manifests/overlays/demo): `demo-servers`, `demo-certificate`.
FROM anton AS demo
USER 0
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends git openssl \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
USER 10001:10001
