# One image for every process; the command chooses which. Pin what it stands on by digest, which a tag is not:
#   docker buildx imagetools inspect node:22-bookworm-slim --format '{{.Manifest.Digest}}'
#   docker build --build-arg NODE_IMAGE=node:22-bookworm-slim@sha256:<digest> .
# `npm run check:image` takes these very steps without Docker.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY migrations/package.json migrations/
COPY libs/errors/package.json libs/errors/
COPY libs/domain/package.json libs/domain/
COPY libs/config/package.json libs/config/
COPY libs/telemetry/package.json libs/telemetry/
COPY libs/queue/package.json libs/queue/
COPY libs/wechat-client/package.json libs/wechat-client/
COPY libs/storage/package.json libs/storage/
COPY libs/callbacks/package.json libs/callbacks/
COPY libs/testkit/package.json libs/testkit/
COPY libs/client/package.json libs/client/
COPY libs/miniprogram/package.json libs/miniprogram/
COPY services/api/package.json services/api/
COPY services/worker/package.json services/worker/
COPY services/wechat-simulator/package.json services/wechat-simulator/
COPY services/cli/package.json services/cli/
COPY services/console/package.json services/console/
# Its bin is linked by the install.
COPY services/cli/bin services/cli/bin/
COPY tools/package.json tools/
# With the optional ones: what builds the console has its native part there. They are pruned below.
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm prune --omit=dev --omit=optional --no-audit --no-fund
# What runs, without sources, tests and documents.
RUN node tools/pack-image.mjs /app /packed

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# Owned by root: the account that runs can change none of it, and nothing is written beside it (run it with --read-only).
COPY --from=build /packed /app
USER node
EXPOSE 3000 3001
# Asks the port of the api; a worker's is 3001 (docker-compose.yml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "tools/healthcheck.mjs"]
CMD ["node", "--enable-source-maps", "services/api/dist/main.js"]
