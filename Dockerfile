# hasim as a container: every verb, `hasim worker` among them. `docker build -t hasim .`
FROM node:22-bookworm-slim AS build
WORKDIR /hasim
COPY . .
# Installs, and builds (`prepare`); what only building takes is left behind.
RUN npm ci && npm prune --omit=dev --ignore-scripts \
  && rm -rf .build src scripts test bench reports

FROM node:22-bookworm-slim
ENV NODE_ENV=production HASIM_CACHE=/tmp/hasim
COPY --from=build --chown=root:root /hasim /hasim
RUN ln -s /hasim/dist/cli.js /usr/local/bin/hasim && install -d -o node -g node /work
USER node
WORKDIR /work
# Of a worker: whether the queue of HASIM_ON knows one of this host.
HEALTHCHECK --interval=30s --timeout=15s --start-period=15s --retries=3 \
  CMD ["hasim", "worker", "--health"]
ENTRYPOINT ["hasim"]
CMD ["--help"]
