# One image for every process; the command chooses which.
FROM node:22-bookworm-slim AS build
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
RUN npm run build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app /app
USER node
EXPOSE 3000 3001
CMD ["node", "--enable-source-maps", "services/api/dist/main.js"]
