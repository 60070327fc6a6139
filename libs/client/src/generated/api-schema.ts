// Generated from the OpenAPI document by `npm run docs`. Not to be edited.
export type components = {
  schemas: {
    NewPush: {
      /** @description The mini program’s appid. */
      appId: string;
      templateId: string;
      to: {
        openid?: string;
        /** @description E.164; without a country code, mainland China. */
        phone?: string;
        unionid?: string;
      };
      data: {
        [key: string]:
          | string
          | {
              value: string;
            };
      };
      /** @description Path inside the mini program, at most 1024 characters; left out, the card opens nothing. */
      page?: string;
      /** @enum {string} */
      lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW';
      /**
       * @description Default: the app’s.
       * @enum {string}
       */
      miniprogramState?: 'developer' | 'trial' | 'formal';
      /**
       * Format: date-time
       * @description Not before this instant; must lie ahead.
       */
      sendAt?: string;
      /**
       * Format: date-time
       * @description When the push is given up, at most 30 days ahead. Instead of `ttlSeconds`.
       */
      expiresAt?: string;
      /** @description Time to live from `sendAt`, or from now. Default: the app’s (7 days). */
      ttlSeconds?: number;
      /** @enum {string} */
      priority?: 'high' | 'normal' | 'low';
      /**
       * @description Without a grant to spare: wait for one (`park`, the default), refuse with 409 (`reject`), or send all the same (`send-anyway`, for grants collected before Yuexin).
       * @enum {string}
       */
      onNoGrant?: 'park' | 'reject' | 'send-anyway';
      /**
       * @description When WeChat’s answer was lost: wait for evidence (`reconcile`, the default), wait for a person (`hold`), or send again (`resend`: at least once, perhaps twice).
       * @enum {string}
       */
      onUnconfirmed?: 'reconcile' | 'hold' | 'resend';
      /**
       * @description Nobody logged in with this address yet: refuse with 422 (default), or wait for the login.
       * @enum {string}
       */
      onUnknownRecipient?: 'reject' | 'park';
      /** @description Your own id, searchable. */
      bizId?: string;
      /** @description Yours: stored and returned as it is. */
      metadata?: {
        [key: string]: unknown;
      };
      /** @description What cannot wait for the morning: the app’s quiet hours and caps neither hold nor drop it. It counts under the caps. Default: false. */
      isUrgent?: boolean;
      /** @description What the message is about. While a push holds it, another of yours with the same key, recipient and template is a duplicate: it is answered with the first (`isDuplicate`), and nothing is sent for it. A push that ends without being sent lets the key go. */
      dedupeKey?: string;
      /** @description How long it holds `dedupeKey`, from now on. Default: an hour. */
      dedupeSeconds?: number;
      /** @description What only the newest message should say. Pushes of yours that still wait under this key for the same recipient, of whatever template, end `cancelled` with reason `superseded`; one that is on its way is let go. Not with `onNoGrant: "reject"`. */
      replaces?: string;
      /** @description What it is about. It takes the grants that are kept for this purpose first, then those that are free. */
      purpose?: string;
      /** @description Other templates that say the same, in the order of your choice: when the first has no grant to spare, the push goes out with the next that has. Parked, it waits for a grant of any of them. Each is checked like `templateId` and `data`. Not with `onNoGrant: "send-anyway"`. */
      fallback?: {
        templateId: string;
        data: {
          [key: string]:
            | string
            | {
                value: string;
              };
        };
      }[];
    };
    NewPushBatch: {
      pushes: components['schemas']['NewPushInBatch'][];
    };
    NewPushInBatch: {
      /** @description The mini program’s appid. */
      appId: string;
      templateId: string;
      to: {
        openid?: string;
        /** @description E.164; without a country code, mainland China. */
        phone?: string;
        unionid?: string;
      };
      data: {
        [key: string]:
          | string
          | {
              value: string;
            };
      };
      /** @description Path inside the mini program, at most 1024 characters; left out, the card opens nothing. */
      page?: string;
      /** @enum {string} */
      lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW';
      /**
       * @description Default: the app’s.
       * @enum {string}
       */
      miniprogramState?: 'developer' | 'trial' | 'formal';
      /**
       * Format: date-time
       * @description Not before this instant; must lie ahead.
       */
      sendAt?: string;
      /**
       * Format: date-time
       * @description When the push is given up, at most 30 days ahead. Instead of `ttlSeconds`.
       */
      expiresAt?: string;
      /** @description Time to live from `sendAt`, or from now. Default: the app’s (7 days). */
      ttlSeconds?: number;
      /** @enum {string} */
      priority?: 'high' | 'normal' | 'low';
      /**
       * @description Without a grant to spare: wait for one (`park`, the default), refuse with 409 (`reject`), or send all the same (`send-anyway`, for grants collected before Yuexin).
       * @enum {string}
       */
      onNoGrant?: 'park' | 'reject' | 'send-anyway';
      /**
       * @description When WeChat’s answer was lost: wait for evidence (`reconcile`, the default), wait for a person (`hold`), or send again (`resend`: at least once, perhaps twice).
       * @enum {string}
       */
      onUnconfirmed?: 'reconcile' | 'hold' | 'resend';
      /**
       * @description Nobody logged in with this address yet: refuse with 422 (default), or wait for the login.
       * @enum {string}
       */
      onUnknownRecipient?: 'reject' | 'park';
      /** @description Your own id, searchable. */
      bizId?: string;
      /** @description Yours: stored and returned as it is. */
      metadata?: {
        [key: string]: unknown;
      };
      /** @description What cannot wait for the morning: the app’s quiet hours and caps neither hold nor drop it. It counts under the caps. Default: false. */
      isUrgent?: boolean;
      /** @description What the message is about. While a push holds it, another of yours with the same key, recipient and template is a duplicate: it is answered with the first (`isDuplicate`), and nothing is sent for it. A push that ends without being sent lets the key go. */
      dedupeKey?: string;
      /** @description How long it holds `dedupeKey`, from now on. Default: an hour. */
      dedupeSeconds?: number;
      /** @description What only the newest message should say. Pushes of yours that still wait under this key for the same recipient, of whatever template, end `cancelled` with reason `superseded`; one that is on its way is let go. Not with `onNoGrant: "reject"`. */
      replaces?: string;
      /** @description What it is about. It takes the grants that are kept for this purpose first, then those that are free. */
      purpose?: string;
      /** @description Other templates that say the same, in the order of your choice: when the first has no grant to spare, the push goes out with the next that has. Parked, it waits for a grant of any of them. Each is checked like `templateId` and `data`. Not with `onNoGrant: "send-anyway"`. */
      fallback?: {
        templateId: string;
        data: {
          [key: string]:
            | string
            | {
                value: string;
              };
        };
      }[];
      idempotencyKey?: string;
    };
    PushSearch: {
      /** @description The mini program’s appid. */
      appId?: string;
      state?:
        | (
            | 'scheduled'
            | 'parked'
            | 'queued'
            | 'sending'
            | 'retrying'
            | 'unconfirmed'
            | 'sent'
            | 'dead'
            | 'expired'
            | 'cancelled'
          )
        | (
            | 'scheduled'
            | 'parked'
            | 'queued'
            | 'sending'
            | 'retrying'
            | 'unconfirmed'
            | 'sent'
            | 'dead'
            | 'expired'
            | 'cancelled'
          )[];
      templateId?: string;
      openid?: string;
      /** @description E.164; without a country code, mainland China. */
      phone?: string;
      bizId?: string;
      /**
       * @description The code of the push’s reason.
       * @enum {string}
       */
      reason?:
        | 'accepted'
        | 'app-configuration'
        | 'cancelled'
        | 'content-blocked'
        | 'discarded'
        | 'expired'
        | 'fallback'
        | 'frequency-cap'
        | 'grant-revoked'
        | 'grant-unknown'
        | 'inferred-by-40241'
        | 'inferred-by-43101'
        | 'invalid-openid'
        | 'no-grant'
        | 'not-sent'
        | 'page-invalid'
        | 'quiet-hours'
        | 'quota-daily'
        | 'quota-minute'
        | 'recipient-erased'
        | 'recipient-unknown'
        | 'replayed'
        | 'request-invalid'
        | 'resend'
        | 'retries-exhausted'
        | 'superseded'
        | 'template-data-invalid'
        | 'template-invalid'
        | 'token-refused'
        | 'unconfirmed'
        | 'unknown-errcode'
        | 'verdict-dead'
        | 'verdict-delivered'
        | 'verdict-doubted'
        | 'verdict-resend'
        | 'wechat-busy';
      /** @description Of any attempt; together with `reason`, the errcode of that reason. Null: the reason has no errcode. */
      errcode?: number | null;
      /** @description WeChat’s request id. */
      rid?: string;
      /**
       * Format: date-time
       * @description Created at or after.
       */
      from?: string;
      /**
       * Format: date-time
       * @description Created before.
       */
      to?: string;
      /** @default 50 */
      limit?: number;
      cursor?: string | null;
    };
    /** @description A push without `to`, said to many. Texts of `data`, `fallback` and `page` may hold `{{name}}`: there stands what each recipient’s line brings under that name. `priority` is `low` unless given, `bizId` the id of the audience. */
    NewAudience: {
      /** @description The mini program’s appid. */
      appId: string;
      templateId: string;
      data: {
        [key: string]:
          | string
          | {
              value: string;
            };
      };
      /** @description Path inside the mini program, at most 1024 characters; left out, the card opens nothing. */
      page?: string;
      /** @enum {string} */
      lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW';
      /**
       * @description Default: the app’s.
       * @enum {string}
       */
      miniprogramState?: 'developer' | 'trial' | 'formal';
      /**
       * Format: date-time
       * @description Not before this instant; must lie ahead.
       */
      sendAt?: string;
      /**
       * Format: date-time
       * @description When the push is given up, at most 30 days ahead. Instead of `ttlSeconds`.
       */
      expiresAt?: string;
      /** @description Time to live from `sendAt`, or from now. Default: the app’s (7 days). */
      ttlSeconds?: number;
      /** @enum {string} */
      priority?: 'high' | 'normal' | 'low';
      /**
       * @description Without a grant to spare: wait for one (`park`, the default), refuse with 409 (`reject`), or send all the same (`send-anyway`, for grants collected before Yuexin).
       * @enum {string}
       */
      onNoGrant?: 'park' | 'reject' | 'send-anyway';
      /**
       * @description When WeChat’s answer was lost: wait for evidence (`reconcile`, the default), wait for a person (`hold`), or send again (`resend`: at least once, perhaps twice).
       * @enum {string}
       */
      onUnconfirmed?: 'reconcile' | 'hold' | 'resend';
      /**
       * @description Nobody logged in with this address yet: refuse with 422 (default), or wait for the login.
       * @enum {string}
       */
      onUnknownRecipient?: 'reject' | 'park';
      /** @description Your own id, searchable. */
      bizId?: string;
      /** @description Yours: stored and returned as it is. */
      metadata?: {
        [key: string]: unknown;
      };
      /** @description What cannot wait for the morning: the app’s quiet hours and caps neither hold nor drop it. It counts under the caps. Default: false. */
      isUrgent?: boolean;
      /** @description What the message is about. While a push holds it, another of yours with the same key, recipient and template is a duplicate: it is answered with the first (`isDuplicate`), and nothing is sent for it. A push that ends without being sent lets the key go. */
      dedupeKey?: string;
      /** @description How long it holds `dedupeKey`, from now on. Default: an hour. */
      dedupeSeconds?: number;
      /** @description What only the newest message should say. Pushes of yours that still wait under this key for the same recipient, of whatever template, end `cancelled` with reason `superseded`; one that is on its way is let go. Not with `onNoGrant: "reject"`. */
      replaces?: string;
      /** @description What it is about. It takes the grants that are kept for this purpose first, then those that are free. */
      purpose?: string;
      /** @description Other templates that say the same, in the order of your choice: when the first has no grant to spare, the push goes out with the next that has. Parked, it waits for a grant of any of them. Each is checked like `templateId` and `data`. Not with `onNoGrant: "send-anyway"`. */
      fallback?: {
        templateId: string;
        data: {
          [key: string]:
            | string
            | {
                value: string;
              };
        };
      }[];
      /** @description For people. */
      name?: string;
      /** @description `"upload"`: brought by PUT …/recipients. Or everyone who holds an available grant of `templateId`: each user of the app is looked at once, in the order of their openids, while the audience is `collecting`; what comes or goes behind the walk changes nothing, and whoever has no grant any more when their turn comes is treated as `onNoGrant` says. */
      recipients:
        | 'upload'
        | {
            /** @description `{}` is everyone. */
            grantHolders: {
              /**
               * Format: date-time
               * @description Logged in last at or after.
               */
              lastLoginFrom?: string;
              /**
               * Format: date-time
               * @description Logged in last before.
               */
              lastLoginTo?: string;
              /** @description With a phone bound, or without. */
              hasPhone?: boolean;
              /** @description Holding at least so many; a standing grant is enough. */
              grantsMin?: number;
            };
          };
      /**
       * @description Pushes made in a second, at most.
       * @default 100
       */
      ratePerSecond?: number;
      /**
       * @description Begins as soon as its recipients are whole and none of the lines has problems. Otherwise it waits for POST …/start.
       * @default false
       */
      startsByItself?: boolean;
    };
    PushReplay: {
      /** @description Default: the time to live it had at first. At most 30 days. */
      ttlSeconds?: number;
      /**
       * @description Also what may have been delivered already: the user may then get the message twice. What WeChat said it delivered is never sent again.
       * @default false
       */
      mayDuplicate?: boolean;
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    PushDiscard: {
      /** @description Why. Kept in the audit, and told as the push’s reason. */
      reason: string;
    };
    ReplayPreviewRequest: {
      /** @description Which dead pushes; `{}` is all of them. */
      filter: {
        /** @description The mini program’s appid. */
        appId?: string;
        templateId?: string;
        /**
         * @description The code of the push’s reason.
         * @enum {string}
         */
        reason?:
          | 'accepted'
          | 'app-configuration'
          | 'cancelled'
          | 'content-blocked'
          | 'discarded'
          | 'expired'
          | 'fallback'
          | 'frequency-cap'
          | 'grant-revoked'
          | 'grant-unknown'
          | 'inferred-by-40241'
          | 'inferred-by-43101'
          | 'invalid-openid'
          | 'no-grant'
          | 'not-sent'
          | 'page-invalid'
          | 'quiet-hours'
          | 'quota-daily'
          | 'quota-minute'
          | 'recipient-erased'
          | 'recipient-unknown'
          | 'replayed'
          | 'request-invalid'
          | 'resend'
          | 'retries-exhausted'
          | 'superseded'
          | 'template-data-invalid'
          | 'template-invalid'
          | 'token-refused'
          | 'unconfirmed'
          | 'unknown-errcode'
          | 'verdict-dead'
          | 'verdict-delivered'
          | 'verdict-doubted'
          | 'verdict-resend'
          | 'wechat-busy';
        /** @description Of any attempt; together with `reason`, the errcode of that reason. Null: the reason has no errcode. */
        errcode?: number | null;
        openid?: string;
        bizId?: string;
        /**
         * Format: date-time
         * @description Created at or after.
         */
        from?: string;
        /**
         * Format: date-time
         * @description Created before.
         */
        to?: string;
      };
      /** @constant */
      dryRun: true;
      /**
       * @description Also what may have been delivered already: the user may then get the message twice. What WeChat said it delivered is never sent again.
       * @default false
       */
      mayDuplicate?: boolean;
    };
    ReplayStart: {
      previewToken: string;
      /**
       * @description Pushes put back in a second, at most.
       * @default 20
       */
      ratePerSecond?: number;
      /** @description At most 30 days. */
      ttlSeconds?: number;
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    DeadLetterDiscard: {
      /** @description Of `POST /v1/replays` with `dryRun`: what it matched is discarded. */
      previewToken: string;
      /** @description Why. Kept in the audit, and told as the push’s reason. */
      reason: string;
    };
    Login: {
      /** @description The mini program’s appid. */
      appId: string;
      /** @description Of wx.login: five minutes, once. */
      code: string;
      /** @description Of the phone button (getPhoneNumber): five minutes, once. */
      phoneCode?: string;
    };
    GrantReport: {
      /** @description Made by the client; the same one twice counts once. */
      requestId: string;
      page?: string;
      /**
       * Format: date-time
       * @description When the user tapped, by the client’s clock.
       */
      askedAt?: string;
      /** @description What the user was asked for. Where the app’s sending rules say so, the grants are kept for pushes with the same `purpose` for a while. */
      purpose?: string;
      /** @description What wx.requestSubscribeMessage answered, by template id. */
      results: {
        [key: string]:
          | 'accept'
          | 'acceptWithAudio'
          | 'acceptWithAlert'
          | 'acceptWithForcePush'
          | 'reject'
          | 'ban'
          | 'filter';
      };
    };
    NewApp: {
      /** @description The mini program’s appid. */
      appId: string;
      name: string;
      appSecret: string;
      messageToken?: string | null;
      encodingAesKey?: string | null;
      /** @enum {string} */
      miniprogramState?: 'developer' | 'trial' | 'formal';
      sendRatePerSecond?: number | null;
      /** @description At most 30 days. */
      defaultTtlSeconds?: number;
      /**
       * @description Which evidence counts as a grant: a report or an event (default), or one of them only.
       * @enum {string}
       */
      grantSource?: 'either' | 'reported' | 'witnessed';
    };
    AppChange: {
      name?: string;
      appSecret?: string;
      messageToken?: string | null;
      encodingAesKey?: string | null;
      /** @enum {string} */
      miniprogramState?: 'developer' | 'trial' | 'formal';
      sendRatePerSecond?: number | null;
      /** @description At most 30 days. */
      defaultTtlSeconds?: number;
      /**
       * @description Which evidence counts as a grant: a report or an event (default), or one of them only.
       * @enum {string}
       */
      grantSource?: 'either' | 'reported' | 'witnessed';
    };
    PauseRequest: {
      /** @description For the next operator. */
      reason: string;
      /** @description Left out: until somebody resumes it. */
      until?: string | null;
    };
    AskPlan: {
      pages: {
        page: string;
        templates: {
          templateId: string;
          target: number;
        }[];
      }[];
    };
    SendingRulesChange: {
      quietHours?: components['schemas']['QuietHours'] | null;
      caps?: components['schemas']['FrequencyCap'][];
      /** @description How long a grant that was collected for a `purpose` is kept for pushes of it, before it is free for all; of grants from now on. Default: 0, not at all. */
      keepForPurposeSeconds?: number;
      templates?: {
        templateId: string;
        /** @description In the place of the app’s; null: none for this template. */
        quietHours?: components['schemas']['QuietHours'] | null;
        /** @description Beside the app’s: both hold. */
        caps?: components['schemas']['FrequencyCap'][];
        /** @description In the place of the app’s. */
        keepForPurposeSeconds?: number;
      }[];
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    QuietHours: {
      from: string;
      /** @description Earlier than `from`: on the next day. */
      to: string;
      /** @description IANA name; changes of its clocks are minded. */
      timeZone: string;
      /**
       * @description `hold`: the push waits (`scheduled`, `heldUntil`) and counts on no grant meanwhile. `drop`: it ends `cancelled`.
       * @enum {string}
       */
      then: 'hold' | 'drop';
      /** @description Over how long what was held goes out when they end, so that it does not come in one second. Default: 300. */
      spreadSeconds?: number;
    };
    /** @description Counts messages that were sent, are under way, or may have been delivered, since the cap was set; not those refused. */
    FrequencyCap: {
      /** @description To one user. */
      most: number;
      /** @description Any span of so many seconds, counted back from now. */
      perSeconds: number;
      /**
       * @description `hold`: the push waits (`scheduled`, `heldUntil`) and counts on no grant meanwhile. `drop`: it ends `cancelled`.
       * @enum {string}
       */
      then: 'hold' | 'drop';
    };
    UserImport: {
      users: {
        openid: string;
        phone?: string | null;
        unionid?: string | null;
      }[];
    };
    GrantImport: {
      grants: {
        openid: string;
        templateId: string;
        /** @description One for a long-term template. */
        count: number;
        /** @description Default: now. Must not lie ahead. */
        grantedAt?: string | null;
        /** @description Kept for pushes of it, by the sending rules. */
        purpose?: string;
      }[];
      /**
       * @description What `count` says. `more`: so many are added. `total`: so many were ever imported of this user and template, over all rows; only what the ledger lacks of them is added.
       * @default more
       * @enum {string}
       */
      counting?: 'more' | 'total';
    };
    NewWebhookEndpoint: {
      /** @description https, at a public address. Where its name leads is judged again at each call. */
      url: string;
      /** @description What to tell of. Left out: how each push ended (`push.sent`, `push.dead`, `push.expired`, `push.cancelled`). `grant.received` needs the scope `grant:read`. */
      events?: (
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
      )[];
      /** @description Null or left out: every app of the key. */
      appIds?: string[] | null;
    };
    WebhookEndpointChange: {
      /** @description https, at a public address. Where its name leads is judged again at each call. */
      url?: string;
      /** @description What to tell of. Left out: how each push ended (`push.sent`, `push.dead`, `push.expired`, `push.cancelled`). `grant.received` needs the scope `grant:read`. */
      events?: (
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
      )[];
      /** @description Null or left out: every app of the key. */
      appIds?: string[] | null;
      /** @enum {string} */
      state?: 'enabled' | 'disabled';
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    SecretRotation: {
      /**
       * @description How long the present secret goes on signing beside the new one.
       * @default 86400
       */
      overlapSeconds?: number;
      /**
       * @description Which secret ends now, while two sign already: the elder, or the one that was made last (as when its answer was lost).
       * @enum {string}
       */
      endAtOnce?: 'previous' | 'present';
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    CallbackRecovery: {
      /**
       * Format: date-time
       * @description What happened from then on, and was missed, is told.
       */
      since: string;
    };
    NewApiKey: {
      name: string;
      /** @description `operator` brings `push:read` along, `admin` everything. */
      scopes: (
        | 'push:write'
        | 'push:read'
        | 'grant:read'
        | 'grant:write'
        | 'template:read'
        | 'operator'
        | 'admin'
      )[];
      /** @description Left out: every app. */
      appIds?: string[] | null;
      /** @description Addresses and ranges (CIDR) the key may be used from, as the api sees them (`TRUST_PROXY`). Left out or null: any. */
      allowedAddresses?: string[] | null;
      expiresAt?: string | null;
    };
    KeyRotation: {
      /**
       * @description How long the old key goes on working.
       * @default 86400
       */
      overlapSeconds?: number;
      /** @description Where the new key may be used from. Left out: as the old one. */
      allowedAddresses?: string[] | null;
      /** @description Why; kept in the audit. */
      reason?: string;
    };
    SignIn: {
      /** @description An API key with scope `operator`, `admin` or `push:read`. */
      key: string;
    };
    Push: {
      id: string;
      appId: string;
      templateId: string;
      to: {
        openid?: string;
        phoneMasked?: string;
      };
      /** @enum {string} */
      state:
        | 'scheduled'
        | 'parked'
        | 'queued'
        | 'sending'
        | 'retrying'
        | 'unconfirmed'
        | 'sent'
        | 'dead'
        | 'expired'
        | 'cancelled';
      reason?: components['schemas']['Reason'];
      /**
       * @description What WeChat’s event said of a sent push.
       * @enum {string}
       */
      delivery?: 'pending' | 'confirmed' | 'failed';
      data: {
        [key: string]: {
          value: string;
        };
      };
      page: string | null;
      /** @enum {string} */
      lang: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW';
      /** @enum {string} */
      miniprogramState: 'developer' | 'trial' | 'formal';
      /** @enum {string} */
      priority: 'high' | 'normal' | 'low';
      /** @enum {string} */
      onNoGrant: 'park' | 'reject' | 'send-anyway';
      /** @enum {string} */
      onUnconfirmed: 'reconcile' | 'hold' | 'resend';
      /** @description How many times it was tried. */
      attempts: number;
      lastAttempt?: {
        errcode: number | null;
        rid?: string;
        /** @description Text: it does not fit a double. */
        msgid?: string;
        /** Format: date-time */
        at: string;
      };
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
      sendAt: string | null;
      /** Format: date-time */
      expiresAt: string;
      /** Format: date-time */
      sentAt?: string;
      /** Format: date-time */
      confirmedAt?: string;
      bizId: string | null;
      metadata: {
        [key: string]: unknown;
      } | null;
      /** @description How many times it was put back. */
      cycle: number;
      dedupeKey?: string;
      /**
       * Format: date-time
       * @description Until when it holds `dedupeKey`.
       */
      dedupeUntil?: string;
      replaces?: string;
      /** @description The push that took its place. */
      supersededBy?: string;
      fallback?: {
        templateId: string;
        data: {
          [key: string]: {
            value: string;
          };
        };
      }[];
      /** @description Of a push with `fallback`: the template it has turned to, and is or was sent with. */
      usedTemplateId?: string;
      purpose?: string;
      /**
       * @description The app’s sending rules neither hold nor drop it.
       * @constant
       */
      isUrgent?: true;
      /**
       * Format: date-time
       * @description While a sending rule of the app keeps it waiting: when it is looked at again; `reason` names the rule.
       */
      heldUntil?: string;
      /**
       * @description Only where a push is taken: what was asked for is a duplicate of this one, which holds its `dedupeKey`.
       * @constant
       */
      isDuplicate?: true;
    };
    Reason: {
      code: string;
      /** @description WeChat’s, when it refused. */
      errcode?: number;
      message: string;
    };
    /** @description RFC 9457 */
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @enum {string} */
      code:
        | 'invalid-request'
        | 'unauthenticated'
        | 'forbidden'
        | 'csrf-token-missing'
        | 'not-found'
        | 'conflict'
        | 'no-grant'
        | 'idempotency-in-flight'
        | 'idempotency-key-reused'
        | 'template-data-invalid'
        | 'template-unknown'
        | 'recipient-unknown'
        | 'login-code-invalid'
        | 'unsupported-media-type'
        | 'payload-too-large'
        | 'rate-limited'
        | 'overloaded'
        | 'unavailable'
        | 'wechat-refused'
        | 'internal-error';
      requestId: string;
      /** @description The same request, sent again later, may succeed. */
      retryable: boolean;
      /** @description All problems of the input, not only the first. */
      errors?: {
        /** @description JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the rest. */
        pointer: string;
        rule: string;
        message: string;
        limit?: number | string;
        actual?: number | string;
      }[];
    };
    PushExplanation: {
      /** @enum {string} */
      verdict:
        | 'would-send'
        | 'would-park'
        | 'would-refuse'
        | 'would-wait'
        | 'would-be-duplicate'
        | 'would-be-dropped'
        | 'would-expire';
      checks: {
        /** @enum {string} */
        name:
          | 'request'
          | 'app'
          | 'template'
          | 'data'
          | 'recipient'
          | 'times'
          | 'backlog'
          | 'duplicate'
          | 'replaces'
          | 'fallback'
          | 'purpose'
          | 'sending-rules'
          | 'grant'
          | 'user-slot'
          | 'quota'
          | 'circuit';
        ok: boolean;
        detail: string;
        /** @description What to mend in the request; as in `errors` of the refusal. */
        problems?: {
          /** @description JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the rest. */
          pointer: string;
          rule: string;
          message: string;
          limit?: number | string;
          actual?: number | string;
        }[];
      }[];
    };
    PushTimeline: {
      push: components['schemas']['Push'];
      data: components['schemas']['TimelineEntry'][];
    };
    TimelineEntry:
      | components['schemas']['TimelineState']
      | components['schemas']['TimelineGrant']
      | components['schemas']['TimelineAttemptStarted']
      | components['schemas']['TimelineAttemptFinished']
      | components['schemas']['TimelineEvent']
      | components['schemas']['TimelineOperator']
      | components['schemas']['TimelineCallback']
      | components['schemas']['TimelineCallbackAttempt']
      | components['schemas']['TimelineReplaced']
      | components['schemas']['TimelineDuplicates'];
    TimelineState: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'state';
      /** Format: date-time */
      at: string;
      /** @description Null: it was accepted. */
      from:
        | (
            | 'scheduled'
            | 'parked'
            | 'queued'
            | 'sending'
            | 'retrying'
            | 'unconfirmed'
            | 'sent'
            | 'dead'
            | 'expired'
            | 'cancelled'
          )
        | null;
      /** @enum {string} */
      to:
        | 'scheduled'
        | 'parked'
        | 'queued'
        | 'sending'
        | 'retrying'
        | 'unconfirmed'
        | 'sent'
        | 'dead'
        | 'expired'
        | 'cancelled';
      reason: components['schemas']['Reason'] | null;
      actor: string;
      /**
       * @description What settled it, when it was unconfirmed.
       * @enum {string}
       */
      evidence?:
        | 'event-success'
        | 'event-failure'
        | 'late-answer'
        | 'silence'
        | 'inferred-by-43101'
        | 'inferred-by-40241'
        | 'held'
        | 'verdict-delivered'
        | 'verdict-resend'
        | 'verdict-dead'
        | 'expiry';
      /** @description The replay that put it back. */
      replayId?: string;
    };
    TimelineGrant: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'grant';
      /** Format: date-time */
      at: string;
      grant: components['schemas']['Grant'];
    };
    Grant: {
      id: string;
      templateId: string;
      /** @enum {string} */
      state: 'available' | 'kept' | 'reserved' | 'spent' | 'void';
      /** @enum {string} */
      evidence: 'reported' | 'witnessed' | 'both' | 'imported';
      /** @description Long-term: not used up by a message. */
      isStanding: boolean;
      /** @description WeChat has answered as if it were not there. */
      isDoubtful: boolean;
      /** Format: date-time */
      obtainedAt: string;
      /** Format: date-time */
      updatedAt: string;
      pushId?: string;
      /** @description What the user was asked for. */
      purpose?: string;
      /**
       * Format: date-time
       * @description Then it is available to all.
       */
      keptUntil?: string;
      voidReason?: string;
    };
    TimelineAttemptStarted: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'attempt-started';
      /** Format: date-time */
      at: string;
      id: string;
      number: number;
      /** @description Of a push with `fallback`. */
      templateId?: string;
    };
    TimelineAttemptFinished: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'attempt-finished';
      /** Format: date-time */
      at: string;
      id: string;
      number: number;
      /** @enum {string} */
      outcome: 'accepted' | 'refused' | 'not-sent' | 'unconfirmed';
      errcode: number | null;
      errmsg: string | null;
      rid: string | null;
      /** @description Text: it does not fit a double. */
      msgid: string | null;
      httpStatus: number | null;
      /** @description Why there was no answer. */
      cause: string | null;
      durationMs: number | null;
      /** @description The answer came when it decided nothing any more. */
      isLate: boolean;
    };
    TimelineEvent: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'event';
    } & (components['schemas']['TimelineSentEvent'] | components['schemas']['TimelineRefusal']);
    TimelineSentEvent: {
      /** @constant */
      kind: 'event';
      /** Format: date-time */
      at: string;
      /** Format: date-time */
      createdAt: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'subscribe_msg_sent_event';
      msgid: string;
      errorCode: string;
      errorStatus: string;
    };
    TimelineRefusal: {
      /** @constant */
      kind: 'event';
      /** Format: date-time */
      at: string;
      /** Format: date-time */
      createdAt: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'subscribe_msg_change_event' | 'ask-report';
      /** @enum {string} */
      result: 'ban' | 'change-reject';
    };
    TimelineOperator: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'operator';
      /** Format: date-time */
      at: string;
      actor: string;
      action: string;
      reason: string | null;
      requestId: string | null;
    };
    TimelineCallback: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'callback';
      endpointId: string;
      /** @description The `webhook-id` of every try. */
      id: string;
      /** @enum {string} */
      type:
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
        | 'webhook.test';
      /** @description Grows with each callback of its push. */
      sequence: number | null;
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      state: 'waiting' | 'delivered' | 'failed' | 'skipped';
      attempts: number;
    };
    TimelineCallbackAttempt: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'callback-attempt';
      id: string;
      number: number;
      /** Format: date-time */
      at: string;
      durationMs: number;
      /** @description Null: no answer. */
      status: number | null;
      error: string | null;
      /** @description How the answer began. */
      answer: string | null;
    };
    TimelineReplaced: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'replaced';
      /** Format: date-time */
      at: string;
      /** @description The push whose place it took. */
      pushId: string;
    };
    TimelineDuplicates: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'duplicates';
      /** Format: date-time */
      at: string;
      /** @description How many duplicates were answered with it. */
      times: number;
      /** Format: date-time */
      firstAt: string;
    };
    Audience: {
      id: string;
      appId: string;
      templateId: string;
      name: string | null;
      /** @enum {string} */
      source: 'upload' | 'grant-holders';
      filter: {
        [key: string]: unknown;
      } | null;
      /**
       * @description `open`: its recipients are awaited. `collecting`: those who hold a grant are looked up. `ready`: nothing was sent yet. `done`: everyone had their turn; their pushes go on their way.
       * @enum {string}
       */
      state: 'open' | 'collecting' | 'ready' | 'running' | 'paused' | 'cancelled' | 'done';
      /** @description Why it paused by itself. */
      reason: {
        code: string;
        message: string;
      } | null;
      /** @description What it waits for while it runs: `app-paused`, `template-paused`, or `backlog`: enough of the app’s pushes wait to be sent. */
      waitsFor: string | null;
      message: {
        data: {
          [key: string]: {
            value: string;
          };
        };
        page: string | null;
        /** @enum {string} */
        priority: 'high' | 'normal' | 'low';
        /** @enum {string} */
        onNoGrant: 'park' | 'reject' | 'send-anyway';
        fallback: {
          templateId: string;
          data: {
            [key: string]: {
              value: string;
            };
          };
        }[];
      };
      /** @description Of each of its pushes. */
      bizId: string | null;
      ratePerSecond: number;
      startsByItself: boolean;
      /** @description Who are, or were, to get a push. */
      recipients: number;
      /** @description Lines left out, each with what is wrong with it. */
      problems: number;
      /** @description Lines that mean the recipient of an earlier one. */
      duplicates: number;
      progress: {
        /** @description There is a push, which goes on its way by itself. */
        accepted: number;
        /** @description Of these, waiting for a grant or a login from the start. */
        parked: number;
        /** @description Had their turn, and got no push. */
        refused: number;
        waiting: number;
      };
      createdBy: string;
      /** Format: date-time */
      createdAt: string;
      readyAt: string | null;
      startedAt: string | null;
      /** Format: date-time */
      updatedAt: string;
      finishedAt: string | null;
    };
    AudienceRecipient: {
      /** @description Of the file, from 1; a CSV’s header counts. Of holders of a grant: their turn. */
      line: number;
      /** @enum {string} */
      state: 'waiting' | 'accepted' | 'refused' | 'duplicate' | 'invalid';
      openid: string | null;
      push: {
        id: string;
        /** @description As it is now; null: gone with age. */
        state:
          | (
              | 'scheduled'
              | 'parked'
              | 'queued'
              | 'sending'
              | 'retrying'
              | 'unconfirmed'
              | 'sent'
              | 'dead'
              | 'expired'
              | 'cancelled'
            )
          | null;
        reason: string | null;
        errcode: number | null;
      } | null;
      /** @description The line that is kept. */
      duplicateOfLine: number | null;
      problems: {
        /** @description JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the rest. */
        pointer: string;
        rule: string;
        message: string;
        limit?: number | string;
        actual?: number | string;
      }[];
    };
    AudiencePreview: {
      recipients: number;
      wouldSend: number;
      /** @description Quiet hours or a cap keep it until they let it go; it is sent then. */
      wouldBeHeld: number;
      /** @description Quiet hours or a cap have it cancelled, or hold it until it has expired. */
      wouldBeDropped: number;
      /** @description For want of a grant, until the user allows again. */
      wouldPark: number;
      /** @description Nobody has logged in with the address yet. */
      wouldWaitForLogin: number;
      wouldRefuse: number;
      /** @description By those that would be sent, or held and sent later. */
      grantsSpent: number;
      problems: number;
      duplicates: number;
      /** @description What would keep it waiting now, or, of one with `sendAt`, at that time. */
      waitsFor: string[];
      /** @description At its rate. */
      secondsAtLeast: number;
      /** @description There are more than could be counted. */
      isCapped: boolean;
    };
    AudienceReport: {
      audience: components['schemas']['Audience'];
      /** @description Its pushes as they are now, by state and cause, most first. */
      pushes: {
        /** @description Null: gone with age. */
        state:
          | (
              | 'scheduled'
              | 'parked'
              | 'queued'
              | 'sending'
              | 'retrying'
              | 'unconfirmed'
              | 'sent'
              | 'dead'
              | 'expired'
              | 'cancelled'
            )
          | null;
        reason: string | null;
        errcode: number | null;
        count: number;
      }[];
      /** @description Who got no push, by the first rule that kept them from it. */
      leftOut: {
        /** @enum {string} */
        state: 'waiting' | 'accepted' | 'refused' | 'duplicate' | 'invalid';
        rule: string;
        count: number;
      }[];
    };
    DeadLetterGroup: {
      appId: string;
      templateId: string;
      reason: string;
      errcode: number | null;
      count: number;
      /**
       * Format: date-time
       * @description When the first of them died.
       */
      oldestAt: string;
      /** Format: date-time */
      newestAt: string;
      samplePushId: string;
      meaning: {
        en: string;
        zh: string;
      };
      /** @description What an operator can do about it. */
      advice: {
        en: string;
        zh: string;
      };
    };
    ReplayPreview: {
      /** @description Dead pushes that fit the filter. */
      matched: number;
      /** @description Go to WeChat again. */
      wouldSend: number;
      /** @description For want of a grant: several pushes share those of a key. */
      wouldPark: number;
      /** @description Left dead: data that does not fit the template as it is now, no template, no recipient, one whom WeChat refused for good (40003), or no grant and not to be parked. */
      wouldFailAgain: number;
      /** @description May have been delivered already. Left out, unless `mayDuplicate` was asked for: then they are counted above as well. */
      mayDuplicate: number;
      /** @description WeChat said that they were delivered. Always left out. */
      alreadyDelivered: number;
      grantsSpent: number;
      /** @description There are more: the replay covers the oldest; preview again for the rest. */
      isCapped: boolean;
      /** @description Starts exactly this replay, once, within 15 minutes. */
      previewToken: string;
    };
    Replay: {
      id: string;
      /** @enum {string} */
      state: 'running' | 'paused' | 'cancelled' | 'done';
      appIds: string[];
      filter: {
        [key: string]: unknown;
      };
      mayDuplicate: boolean;
      ratePerSecond: number;
      ttlSeconds: number | null;
      preview: {
        /** @description Dead pushes that fit the filter. */
        matched: number;
        /** @description Go to WeChat again. */
        wouldSend: number;
        /** @description For want of a grant: several pushes share those of a key. */
        wouldPark: number;
        /** @description Left dead: data that does not fit the template as it is now, no template, no recipient, one whom WeChat refused for good (40003), or no grant and not to be parked. */
        wouldFailAgain: number;
        /** @description May have been delivered already. Left out, unless `mayDuplicate` was asked for: then they are counted above as well. */
        mayDuplicate: number;
        /** @description WeChat said that they were delivered. Always left out. */
        alreadyDelivered: number;
        grantsSpent: number;
        /** @description There are more: the replay covers the oldest; preview again for the rest. */
        isCapped: boolean;
      };
      progress: {
        total: number;
        /** @description Back on the queue. */
        replayed: number;
        parked: number;
        /** @description Left dead: they would only have failed again. */
        failed: number;
        /** @description Delivered, or perhaps delivered, already. */
        leftOut: number;
        /** @description Not dead any more when their turn came. */
        skipped: number;
      };
      startedBy: string;
      /** Format: date-time */
      previewedAt: string;
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      updatedAt: string;
      finishedAt: string | null;
    };
    DiscardedDeadLetters: {
      /** @description Pushes ended by this call. */
      discarded: number;
      /** @description False when there are more: ask again with the same token. */
      isComplete: boolean;
    };
    Session: {
      /** @description For the other calls of a mini program. */
      sessionToken: string;
      expiresInSeconds: number;
      /** @description Whether the openid behind this login was registered here before: true when it was found, false when this login registered it. */
      openidRegistered: boolean;
      /** @description Whether a phone is bound to the openid now, by this login or an earlier one. */
      phoneBound: boolean;
    };
    GrantReportAnswer: {
      /** @description Answers recorded by this request id, rejections too; what they are worth is in `balances`. */
      recorded: number;
      /** @description Available, by template id; what is kept for a purpose is not counted. */
      balances: {
        [key: string]: number;
      };
      /** @description Parked pushes set going. */
      released: number;
    };
    AskAdvice: {
      /** @description For wx.requestSubscribeMessage: never of two kinds, never with equal titles. */
      templateIds: string[];
      reasons: {
        [key: string]: 'parked-demand' | 'below-target' | 'never-asked';
      };
    };
    App: {
      appId: string;
      name: string;
      /** @enum {string} */
      state: 'active' | 'paused';
      pause: {
        /** @enum {string} */
        kind: 'operator' | 'quota-minute' | 'quota-daily' | 'configuration' | 'token';
        reason: components['schemas']['Reason'];
        until: string | null;
        /** Format: date-time */
        since: string;
      } | null;
      hasMessageToken: boolean;
      hasEncodingAesKey: boolean;
      /** @enum {string} */
      miniprogramState: 'developer' | 'trial' | 'formal';
      sendRatePerSecond: number | null;
      defaultTtlSeconds: number;
      /** @enum {string} */
      grantSource: 'either' | 'reported' | 'witnessed';
      askPlan: components['schemas']['AskPlan'];
      sendingRules: components['schemas']['SendingRules'];
      /** @description For the message push settings of WeChat’s console. */
      eventUrl: string;
      /** @description Only where one app is read, once WeChat has told it. */
      quota?: {
        dailyLimit: number;
        used: number;
        remain: number;
        /** Format: date-time */
        readAt: string;
        /** @description When the day’s quota ends at the present pace; null: it lasts the day. */
        endsAt: string | null;
      };
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    SendingRules: {
      quietHours?: components['schemas']['QuietHours'] | null;
      caps?: components['schemas']['FrequencyCap'][];
      /** @description How long a grant that was collected for a `purpose` is kept for pushes of it, before it is free for all; of grants from now on. Default: 0, not at all. */
      keepForPurposeSeconds?: number;
      templates?: {
        templateId: string;
        /** @description In the place of the app’s; null: none for this template. */
        quietHours?: components['schemas']['QuietHours'] | null;
        /** @description Beside the app’s: both hold. */
        caps?: components['schemas']['FrequencyCap'][];
        /** @description In the place of the app’s. */
        keepForPurposeSeconds?: number;
      }[];
    };
    HurtPushes: {
      templateId: string;
      /**
       * @description The template is gone, or the data does not fit its keywords any more.
       * @enum {string}
       */
      because: 'removed' | 'data';
      pushes: number;
      /** @description Not all that wait were looked at. */
      isAtLeast: boolean;
      /** @description Ids of some of them. */
      sample: string[];
    };
    Template: {
      templateId: string;
      title: string;
      /** @enum {string} */
      kind: 'one-time' | 'long-term';
      keywords: {
        key: string;
        type: string;
        label: string;
        options?: string[];
      }[];
      example: string;
      /** @enum {string} */
      state: 'active' | 'paused' | 'removed';
      pause: {
        reason: components['schemas']['Reason'];
        until: string | null;
      } | null;
      /** Format: date-time */
      syncedAt: string;
    };
    TemplateChange: {
      id: string;
      /** Format: date-time */
      at: string;
      templateId: string;
      /** @enum {string} */
      kind: 'added' | 'changed' | 'removed';
      title: string;
      change: {
        title?: {
          from: string;
          to: string;
        };
        kind?: {
          from: string;
          to: string;
        };
        /** @constant */
        isReworded?: true;
        keywordsAdded?: string[];
        keywordsRemoved?: string[];
        retyped?: {
          from: string;
          to: string;
          key: string;
        }[];
        relabelled?: {
          from: string;
          to: string;
          key: string;
        }[];
        options?: {
          key: string;
          added: string[];
          removed: string[];
        }[];
      };
      /** @description Pushes that waited then and would be refused. */
      hurt: components['schemas']['HurtPushes'] | null;
    };
    User: {
      openid: string;
      unionid?: string;
      phoneMasked?: string;
      /** @description Grants by template id and state. */
      balances: {
        [key: string]: {
          available: number;
          /** @description For pushes of their purpose. */
          kept?: number;
          reserved: number;
          spent: number;
          void: number;
        };
      };
      lastLoginAt: string | null;
    };
    ErasedUser: {
      /** @description Pushes that lost their contents; their states stay. */
      pushes: number;
      /** @description Of these, the ones that still waited. */
      cancelled: number;
      /** @description Grants that went, by state. */
      grants: {
        available: number;
        /** @description For pushes of their purpose. */
        kept?: number;
        reserved: number;
        spent: number;
        void: number;
      };
    };
    UserTimeline: {
      data: (
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            kind: 'login';
            hasBoundPhone: boolean;
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            kind: 'answer';
            templateId: string;
            /** @enum {string} */
            evidence: 'reported' | 'witnessed';
            result: string;
            page: string | null;
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            kind: 'grant';
            grantId: string;
            templateId: string;
            /** @enum {string} */
            state: 'available' | 'kept' | 'reserved' | 'spent' | 'void';
            /** @enum {string} */
            evidence: 'reported' | 'witnessed' | 'both' | 'imported';
            /** @description Which it is held or was spent for. */
            pushId?: string;
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            kind: 'push';
            pushId: string;
            templateId: string;
            /** @enum {string} */
            state:
              | 'scheduled'
              | 'parked'
              | 'queued'
              | 'sending'
              | 'retrying'
              | 'unconfirmed'
              | 'sent'
              | 'dead'
              | 'expired'
              | 'cancelled';
          }
      )[];
    };
    UserExport: {
      openid: string;
      unionid?: string;
      /** @description In full. */
      phone?: string;
      /** Format: date-time */
      createdAt: string;
      lastLoginAt: string | null;
      /** @description Grants by template id and state. */
      balances: {
        [key: string]: {
          available: number;
          /** @description For pushes of their purpose. */
          kept?: number;
          reserved: number;
          spent: number;
          void: number;
        };
      };
      logins: {
        /** Format: date-time */
        at: string;
        hasBoundPhone: boolean;
      }[];
      asks: {
        /** Format: date-time */
        at: string;
        templateId: string;
        /** @enum {string} */
        kind: 'reported' | 'witnessed';
        result: string;
        page: string | null;
      }[];
      grants: components['schemas']['Grant'][];
      pushes: components['schemas']['Push'][];
      /** @description There are more than 10,000 of a kind: the newest are here. */
      isCapped: boolean;
    };
    GrantDrift: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      data: {
        templateId: string;
        /** @description Sends that WeChat refused although there was a grant. */
        times: number;
        voidedGrants: number;
        /** Format: date-time */
        lastAt: string;
      }[];
    };
    GrantFlow: {
      /** Format: date-time */
      at: string;
      /** @description Every template of the app. */
      templates: {
        templateId: string;
        /** @description Grants that can be spent; up to 10,000. */
        available: number;
        /** @description There are more. */
        isAvailableCapped: boolean;
        /** @description Pushes that wait for a grant; up to 10,000. */
        parked: number;
        isParkedCapped: boolean;
        oldestParkedAt: string | null;
        /** @description Grants that came, one for each "allow". */
        obtained: number;
        spent: number;
        /** @description By 43101: WeChat had no such grant. */
        voided: number;
      }[];
      /** @description How long grants had lived when they were spent; null: longer. */
      life: {
        upToSeconds: number | null;
        times: number;
      }[];
      /** @description What users answered, the pages asked most first; 50 at most. */
      asks: {
        /** @description Of the mini program, without its query. */
        page: string;
        /** @description Answers: one for each template of a pop-up. */
        asked: number;
        accepted: number;
        rejected: number;
        banned: number;
        filtered: number;
      }[];
      /** @description Spans in which anything happened, oldest first. */
      spans: {
        /** Format: date-time */
        at: string;
        obtained: number;
        spent: number;
        voided: number;
      }[];
    };
    GrantSurvival: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      /** @description There were more pushes; the newest 20,000 were looked at. */
      isSampled: boolean;
      data: {
        templateId: string;
        /** @description Sends that WeChat accepted. */
        alive: number;
        /** @description Sends it refused with 43101: it had no such grant. */
        gone: number;
        /** @description The share of those alive; null where none was used. */
        survival: number | null;
        ages: {
          /** @description Of this age, or older. */
          fromSeconds: number;
          /** @description And younger than this. */
          toSeconds: number | null;
          /** @description Sends that WeChat accepted. */
          alive: number;
          /** @description Sends it refused with 43101: it had no such grant. */
          gone: number;
          /** @description The share of those alive; null where none was used. */
          survival: number | null;
        }[];
        /** @description As in `GET …/grant-drift`, of the same time. */
        drift: {
          times: number;
          voidedGrants: number;
        };
      }[];
    };
    MadeWebhookEndpoint: {
      id: string;
      url: string;
      events: (
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
      )[];
      appIds: string[] | null;
      /** @enum {string} */
      state: 'enabled' | 'disabled';
      disabledReason: components['schemas']['Reason'] | null;
      disabledAt: string | null;
      /** @description Calls that failed in a row. */
      failures: number;
      failingSince: string | null;
      /** @description It is left alone until then, as it failed or asked for it. */
      blockedUntil: string | null;
      /** @description A recovery is being prepared: what was missed since then is told again. */
      recoveringSince: string | null;
      previousSecretUntil: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
      /** @description Shown once. Verify each callback with it (Standard Webhooks). Null in the replay of an Idempotency-Key. */
      secret: string | null;
    };
    WebhookEndpoint: {
      id: string;
      url: string;
      events: (
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
      )[];
      appIds: string[] | null;
      /** @enum {string} */
      state: 'enabled' | 'disabled';
      disabledReason: components['schemas']['Reason'] | null;
      disabledAt: string | null;
      /** @description Calls that failed in a row. */
      failures: number;
      failingSince: string | null;
      /** @description It is left alone until then, as it failed or asked for it. */
      blockedUntil: string | null;
      /** @description A recovery is being prepared: what was missed since then is told again. */
      recoveringSince: string | null;
      previousSecretUntil: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    WebhookEndpointWithSecret: {
      id: string;
      url: string;
      events: (
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
      )[];
      appIds: string[] | null;
      /** @enum {string} */
      state: 'enabled' | 'disabled';
      disabledReason: components['schemas']['Reason'] | null;
      disabledAt: string | null;
      /** @description Calls that failed in a row. */
      failures: number;
      failingSince: string | null;
      /** @description It is left alone until then, as it failed or asked for it. */
      blockedUntil: string | null;
      /** @description A recovery is being prepared: what was missed since then is told again. */
      recoveringSince: string | null;
      previousSecretUntil: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
      /** @description Shown once. Verify each callback with it (Standard Webhooks). */
      secret: string;
    };
    Callback: {
      /** @description The `webhook-id` of every try. */
      id: string;
      /** @enum {string} */
      type:
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled'
        | 'grant.received'
        | 'app.paused'
        | 'webhook.test';
      /** @description Grows with each callback of its push. */
      sequence: number | null;
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      state: 'waiting' | 'delivered' | 'failed' | 'skipped';
      attempts: number;
      endpointId: string;
      pushId: string | null;
      appId: string | null;
      nextAt: string | null;
      endedAt: string | null;
      /** @description What is posted. Null: its push is no more. */
      body: components['schemas']['CallbackBody'] | null;
      tries: {
        number: number;
        /** Format: date-time */
        at: string;
        durationMs: number;
        /** @description Null: no answer. */
        status: number | null;
        error: string | null;
        /** @description How the answer began. */
        answer: string | null;
      }[];
    };
    CallbackBody:
      | components['schemas']['PushCallbackBody']
      | components['schemas']['GrantCallbackBody']
      | components['schemas']['PauseCallbackBody']
      | components['schemas']['TestCallbackBody'];
    PushCallbackBody: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type:
        | 'push.sent'
        | 'push.confirmed'
        | 'push.undelivered'
        | 'push.parked'
        | 'push.unconfirmed'
        | 'push.dead'
        | 'push.expired'
        | 'push.cancelled';
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      /** @description Grows with each callback of the push: a smaller one than was seen is old news. */
      sequence: number;
      data: components['schemas']['Push'];
    };
    GrantCallbackBody: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'grant.received';
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      data: {
        id: string;
        appId: string;
        templateId: string;
        /** @description Null once the person was erased. */
        openid: string | null;
        /**
         * @description Whose word it was: the mini program’s, or WeChat’s.
         * @enum {string}
         */
        evidence: 'reported' | 'witnessed';
        /** Format: date-time */
        obtainedAt: string;
      };
    };
    PauseCallbackBody: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'app.paused';
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      data: {
        appId: string;
        pause: {
          /** @enum {string} */
          kind: 'operator' | 'quota-minute' | 'quota-daily' | 'configuration' | 'token';
          reason: components['schemas']['Reason'];
          /** @description Null: until somebody resumes it. */
          until: string | null;
        };
      };
    };
    TestCallbackBody: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'webhook.test';
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      data: {
        endpointId: string;
      };
    };
    ApiKeyWithSecret: {
      id: string;
      name: string;
      scopes: string[];
      appIds: string[] | null;
      allowedAddresses: string[] | null;
      expiresAt: string | null;
      revokedAt: string | null;
      lastUsedAt: string | null;
      /** Format: date-time */
      createdAt: string;
      /** @description Shown once; only its hash is kept. */
      key: string;
    };
    ApiKey: {
      id: string;
      name: string;
      scopes: string[];
      appIds: string[] | null;
      allowedAddresses: string[] | null;
      expiresAt: string | null;
      revokedAt: string | null;
      lastUsedAt: string | null;
      /** Format: date-time */
      createdAt: string;
    };
    Stats: {
      /** Format: date-time */
      at: string;
      /** @description Pushes that have not ended, by state. */
      open: {
        scheduled: number;
        parked: number;
        queued: number;
        sending: number;
        retrying: number;
        unconfirmed: number;
      };
      /** @description Since when the push is due that has been queued for the longest. */
      oldestQueuedAt: string | null;
      /** @description Taken in the last ten seconds. */
      acceptedPerSecond: number;
      /** @description Accepted by WeChat in the last ten seconds. */
      sentPerSecond: number;
      /** @description Dead letters held; each app counts up to 10,000. */
      dead: number;
      /** @description There are more than were counted. */
      isDeadCapped: boolean;
      /** @description Of the last minutes. */
      latency: {
        p50Ms: number;
        p95Ms: number;
        p99Ms: number;
      } | null;
      workers: {
        id: string;
        /** @description It beat in the last ten seconds. */
        isAlive: boolean;
        /** Format: date-time */
        seenAt: string;
        /** @description When a send of its ended last. */
        progressedAt: string | null;
      }[];
      apis: {
        id: string;
        /** @description It beat in the last ten seconds. */
        isAlive: boolean;
        /** Format: date-time */
        seenAt: string;
        /** @description When a send of its ended last. */
        progressedAt: string | null;
      }[];
      /** @description A worker lives, and it is not so that a push that may go has been due for 30 seconds while no send ended. */
      isProgressing: boolean;
      apps: {
        appId: string;
        name: string;
        pause: {
          /** @enum {string} */
          kind: 'operator' | 'quota-minute' | 'quota-daily' | 'configuration' | 'token';
          reason: components['schemas']['Reason'];
          until: string | null;
          /** Format: date-time */
          since: string;
        } | null;
        pausedTemplates: {
          templateId: string;
          title: string;
          reason: components['schemas']['Reason'] | null;
          until: string | null;
        }[];
        /** @description Null: none was fetched yet. */
        token: {
          generation: number;
          /** Format: date-time */
          obtainedAt: string;
          /** Format: date-time */
          expiresAt: string;
          /**
           * Format: date-time
           * @description From when on it is renewed.
           */
          refreshAt: string;
          isRefreshing: boolean;
        } | null;
        quota: {
          dailyLimit: number;
          used: number;
          remain: number;
          /** Format: date-time */
          readAt: string;
          /** @description When the day’s quota ends at the present pace; null: it lasts the day. */
          endsAt: string | null;
        } | null;
        /** @description Pushes that have not ended, by state. */
        open: {
          scheduled: number;
          parked: number;
          queued: number;
          sending: number;
          retrying: number;
          unconfirmed: number;
        };
        acceptedPerSecond: number;
        sentPerSecond: number;
        oldestQueuedAt: string | null;
        /** @description Counted up to 10,001. */
        dead: number;
      }[];
      /** @description Spans in which anything happened, oldest first. */
      minutes: {
        /**
         * Format: date-time
         * @description The beginning of the minute, or of the span.
         */
        at: string;
        /** @description Pushes taken. */
        accepted: number;
        /** @description Attempts that WeChat accepted, by when they began. */
        sent: number;
        /** @description Attempts that WeChat refused. */
        refused: number;
        notSent: number;
        /** @description Attempts whose answer was lost. */
        unconfirmed: number;
        parked: number;
        dead: number;
        expired: number;
        cancelled: number;
        /** @description Refusals by errcode. */
        errcodes: {
          [key: string]: number;
        };
        /** @description From the 202 (or `sendAt`) to WeChat’s yes, of what never parked. */
        latency: {
          p50Ms: number;
          p95Ms: number;
          p99Ms: number;
        } | null;
      }[];
    };
    Causes: {
      /** Format: date-time */
      at: string;
      /** @description Pushes taken in all of it. */
      accepted: number;
      /** @description Attempts that WeChat accepted in all of it. */
      sent: number;
      causes: {
        /** @description What it is called in `spans`. */
        name: string;
        /**
         * @description `refused`: attempts, by errcode. Else pushes that came into this state.
         * @enum {string}
         */
        kind: 'refused' | 'parked' | 'dead' | 'expired' | 'cancelled';
        reason: string | null;
        errcode: number | null;
        times: number;
        /**
         * @description Its class: who can mend it.
         * @enum {string}
         */
        about:
          | 'token'
          | 'data'
          | 'user'
          | 'quota'
          | 'template'
          | 'wechat'
          | 'configuration'
          | 'login'
          | 'success'
          | 'time'
          | 'person';
        meaning: {
          en: string;
          zh: string;
        };
        advice: {
          en: string;
          zh: string;
        };
      }[];
      /** @description Spans in which anything kept a push, oldest first. */
      spans: {
        /** Format: date-time */
        at: string;
        times: {
          [key: string]: number;
        };
      }[];
    };
    AuditEntry: {
      id: string;
      /** Format: date-time */
      at: string;
      actor: string;
      action: string;
      target: string;
      appId: string | null;
      before: unknown;
      after: unknown;
      reason: string | null;
      requestId: string | null;
    };
    Alarm: {
      id: string;
      appId: string | null;
      code: string;
      message: string;
      count: number;
      /** Format: date-time */
      firstAt: string;
      /** Format: date-time */
      lastAt: string;
      acknowledgedAt: string | null;
      acknowledgedBy: string | null;
      /** @description When its cause went away by itself. */
      resolvedAt: string | null;
    };
    SignInOptions: {
      /** @description Null: keys alone. */
      oidc: {
        name: string;
        /** @description Where a browser goes; `returnTo` names the page to come back to. */
        startUrl: string;
      } | null;
    };
    ConsoleSession: {
      /** @enum {string} */
      role: 'viewer' | 'operator' | 'admin';
      caller: {
        /** @description Its name in the audit, without `key:`. */
        id: string;
        name: string;
      };
      /** @description With those they bring along; `admin` alone stands for all. */
      scopes: (
        | 'push:write'
        | 'push:read'
        | 'grant:read'
        | 'grant:write'
        | 'template:read'
        | 'operator'
        | 'admin'
      )[];
      /** @description Those of tomorrow as well. */
      seesAllApps: boolean;
      /** @description The apps the key may know of, oldest first. */
      apps: {
        appId: string;
        name: string;
      }[];
      /** @description Goes into `X-CSRF-Token` of whatever is not GET or HEAD. */
      csrfToken: string;
      /**
       * Format: date-time
       * @description At the latest; sooner when the key ends, or after two hours without a call of somebody’s own.
       */
      expiresAt: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description The `X-Request-Id` of the request, or one made here. */
    RequestId: string;
    /** @description draft-ietf-httpapi-ratelimit-headers: requests (`q`) in a window of `w` seconds. */
    RateLimitPolicy: string;
    /** @description How many requests remain (`r`), and in how many seconds the window is over (`t`). */
    RateLimit: string;
    /** @description Seconds after which the same request may be sent again. */
    RetryAfter: string;
    /** @description Seconds to wait, where waiting helps. */
    MayRetryAfter: string;
    /** @description `true` when the key was used before with the same body. */
    Replayed: string;
  };
  pathItems: never;
};
export interface operations {
  listPushes: {
    parameters: {
      query?: {
        appId?: string;
        /** @description One or several, comma-separated. */
        state?: string | string[];
        templateId?: string;
        openid?: string;
        bizId?: string;
        /** @description The code of the push’s reason. */
        reason?:
          | 'accepted'
          | 'app-configuration'
          | 'cancelled'
          | 'content-blocked'
          | 'discarded'
          | 'expired'
          | 'fallback'
          | 'frequency-cap'
          | 'grant-revoked'
          | 'grant-unknown'
          | 'inferred-by-40241'
          | 'inferred-by-43101'
          | 'invalid-openid'
          | 'no-grant'
          | 'not-sent'
          | 'page-invalid'
          | 'quiet-hours'
          | 'quota-daily'
          | 'quota-minute'
          | 'recipient-erased'
          | 'recipient-unknown'
          | 'replayed'
          | 'request-invalid'
          | 'resend'
          | 'retries-exhausted'
          | 'superseded'
          | 'template-data-invalid'
          | 'template-invalid'
          | 'token-refused'
          | 'unconfirmed'
          | 'unknown-errcode'
          | 'verdict-dead'
          | 'verdict-delivered'
          | 'verdict-doubted'
          | 'verdict-resend'
          | 'wechat-busy';
        /** @description Of any attempt; together with `reason`, the errcode of that reason. `none`: the reason has no errcode. */
        errcode?: string | number | 'none';
        /** @description WeChat’s request id. */
        rid?: string;
        /** @description Created at or after. */
        from?: string;
        /** @description Created before. */
        to?: string;
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Push'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createPush: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPush'];
      };
    };
    responses: {
      /** @description Stored, and sent as soon as it is due and a grant is there. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          /** @description Where the push can be read. */
          Location: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  createPushBatch: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPushBatch'];
      };
    };
    responses: {
      /** @description One result for each item. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            results: (
              | {
                  index: number;
                  push: components['schemas']['Push'];
                }
              | {
                  index: number;
                  problem: components['schemas']['Problem'];
                }
            )[];
          };
        };
      };
    };
  };
  explainPush: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPush'];
      };
    };
    responses: {
      /** @description What would happen, and why. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PushExplanation'];
        };
      };
    };
  };
  searchPushes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['PushSearch'];
      };
    };
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Push'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  getPush: {
    parameters: {
      query?: {
        /** @description Seconds to wait for an end state, 0 to 30. */
        wait?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The push. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  getPushTimeline: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The history. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PushTimeline'];
        };
      };
    };
  };
  foreseeActions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every action. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: {
              /**
               * @description `delivered`, `resend` and `dead` are verdicts on an unconfirmed push.
               * @enum {string}
               */
              action: 'cancel' | 'replay' | 'delivered' | 'resend' | 'dead';
              isPossible: boolean;
              /** @description The state of the push then; null when it is not possible. */
              becomes:
                | (
                    | 'scheduled'
                    | 'parked'
                    | 'queued'
                    | 'sending'
                    | 'retrying'
                    | 'unconfirmed'
                    | 'sent'
                    | 'dead'
                    | 'expired'
                    | 'cancelled'
                  )
                | null;
              /** @description Why it is not possible. */
              detail: string | null;
              /** @description The user could get the message twice: it wants `mayDuplicate`. */
              mayDuplicate: boolean;
              /** @description Free grants of the user for the template, before and after. */
              grants: {
                now: number;
                then: number;
              };
            }[];
            /** @description Why an unconfirmed push is not sent again by itself; null for any other push. Empty: it is queued at the next look. `policy` and `held`: a person decides. `expired`: its end is near. `window`: RECONCILE_WINDOW_MS is not over. `later-report`: WeChat has reported on no later send of the app. `missed-news`: our event endpoint was down meanwhile, or an event waits to be read. `own-grant`, `only-grant`: the ledger holds another grant, or not the one it was sent with, so that a second send could succeed though the first did. `other-push`: another push of the user and template is about to go. `unreported-sends`: WeChat has not reported on other sends of that time either. */
            waitsFor:
              | (
                  | 'policy'
                  | 'held'
                  | 'expired'
                  | 'window'
                  | 'later-report'
                  | 'missed-news'
                  | 'own-grant'
                  | 'only-grant'
                  | 'other-push'
                  | 'unreported-sends'
                )[]
              | null;
          };
        };
      };
    };
  };
  cancelPush: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Cancelled. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  giveVerdict: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | {
              /** @constant */
              delivered: true;
              /** @description How you know; kept in the audit. */
              reason?: string;
            }
          | {
              /** @constant */
              delivered: false;
              /** @enum {string} */
              then: 'resend' | 'dead';
              /** @description How you know; kept in the audit. */
              reason?: string;
            };
      };
    };
    responses: {
      /** @description The push, settled. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  listAudiences: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Audience'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createAudience: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewAudience'];
      };
    };
    responses: {
      /** @description Made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          /** @description Where the audience can be read. */
          Location: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  listRecipients: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description Only those in this state; `left-out`: refused, duplicate and invalid, each with why. */
        state?: 'waiting' | 'accepted' | 'refused' | 'duplicate' | 'invalid' | 'left-out';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['AudienceRecipient'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  uploadRecipients: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'text/csv': string;
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description The file is whole. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  previewAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The counts. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AudiencePreview'];
        };
      };
    };
  };
  startAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
          /**
           * @description Start although lines have problems: those get no push. Else 409 when there are any.
           * @default false
           */
          leaveOutProblems?: boolean;
        };
      };
    };
    responses: {
      /** @description The audience, running. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  pauseAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The audience, paused. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  resumeAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The audience, running. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  cancelAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The audience, cancelled. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  getAudience: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The audience. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Audience'];
        };
      };
    };
  };
  getAudienceReport: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The report, as of now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AudienceReport'];
        };
      };
    };
  };
  exportRecipients: {
    parameters: {
      query?: {
        /** @description Only those in this state; `left-out`: refused, duplicate and invalid, each with why. */
        state?: 'waiting' | 'accepted' | 'refused' | 'duplicate' | 'invalid' | 'left-out';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          /** @description Names the file. */
          'Content-Disposition': string;
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        appId?: string;
        /** @description Created at or after. */
        from?: string;
        /** @description Created before. */
        to?: string;
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The groups. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['DeadLetterGroup'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
            /** @description Older dead letters were not counted. */
            isCapped: boolean;
          };
        };
      };
    };
  };
  replayPush: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['PushReplay'];
      };
    };
    responses: {
      /** @description The push, queued or parked. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  discardPush: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PushDiscard'];
      };
    };
    responses: {
      /** @description Ended. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Push'];
        };
      };
    };
  };
  listReplays: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Replay'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createReplay: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          components['schemas']['ReplayPreviewRequest'] | components['schemas']['ReplayStart'];
      };
    };
    responses: {
      /** @description The preview. Nothing was changed. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplayPreview'];
        };
      };
      /** @description Started. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          /** @description Where its progress is read. */
          Location: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replay'];
        };
      };
    };
  };
  discardDeadLetters: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeadLetterDiscard'];
      };
    };
    responses: {
      /** @description What was ended. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DiscardedDeadLetters'];
        };
      };
    };
  };
  getReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The replay. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replay'];
        };
      };
    };
  };
  pauseReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The replay, paused. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replay'];
        };
      };
    };
  };
  resumeReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The replay, running. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replay'];
        };
      };
    };
  };
  cancelReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The replay, cancelled. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Replay'];
        };
      };
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Login'];
      };
    };
    responses: {
      /** @description Logged in. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
    };
  };
  recordGrants: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GrantReport'];
      };
    };
    responses: {
      /** @description Recorded. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GrantReportAnswer'];
        };
      };
    };
  };
  planAsks: {
    parameters: {
      query?: {
        page?: string;
        /** @description Comma-separated. Templates that wx.getSetting shows as rejected or banned for good: never asked for. */
        rejected?: string;
        /** @description Comma-separated. Templates that wx.getSetting shows as accepted for good: a rejection in the settings that is on record is over. */
        accepted?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What to ask for, perhaps nothing. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AskAdvice'];
        };
      };
    };
  };
  checkEventUrl: {
    parameters: {
      query: {
        signature?: string;
        timestamp?: string;
        nonce?: string;
        msg_signature?: string;
        encrypt_type?: string;
        openid?: string;
        echostr: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `echostr` */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
    };
  };
  receiveEvent: {
    parameters: {
      query?: {
        signature?: string;
        timestamp?: string;
        nonce?: string;
        msg_signature?: string;
        encrypt_type?: string;
        openid?: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/xml': string;
      };
    };
    responses: {
      /** @description `success` */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
    };
  };
  listApps: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['App'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createApp: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewApp'];
      };
    };
    responses: {
      /** @description Registered. Secrets are never returned. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          /** @description Where the app can be read. */
          Location: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
    };
  };
  getApp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The app. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
    };
  };
  updateApp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AppChange'];
      };
    };
    responses: {
      /** @description The app as it is now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
    };
  };
  pauseApp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PauseRequest'];
      };
    };
    responses: {
      /** @description The app, paused. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
    };
  };
  resumeApp: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The app, active. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['App'];
        };
      };
    };
  };
  refreshToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description A new token is in place. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            generation: number;
            /** Format: date-time */
            expiresAt: string;
          };
        };
      };
    };
  };
  setAskPlan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AskPlan'];
      };
    };
    responses: {
      /** @description The plan as it is now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AskPlan'];
        };
      };
    };
  };
  setSendingRules: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SendingRulesChange'];
      };
    };
    responses: {
      /** @description The rules as they are now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SendingRules'];
        };
      };
    };
  };
  syncTemplates: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description What changed, by template id, and which waiting pushes WeChat would refuse now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            added: string[];
            changed: string[];
            removed: string[];
            hurt: components['schemas']['HurtPushes'][];
          };
        };
      };
    };
  };
  listTemplates: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Template'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  listTemplateChanges: {
    parameters: {
      query?: {
        templateId?: string;
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['TemplateChange'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  pauseTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        templateId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PauseRequest'];
      };
    };
    responses: {
      /** @description The template, paused. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
    };
  };
  resumeTemplate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        templateId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description The template, active. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Template'];
        };
      };
    };
  };
  importUsers: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UserImport'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            imported: number;
          };
        };
      };
    };
  };
  importGrants: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GrantImport'];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @description Grants added. */
            imported: number;
            /** @description Parked pushes set going. */
            released: number;
          };
        };
      };
    };
  };
  searchUsers: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description E.164; without a country code, mainland China. */
          phone?: string;
          unionid?: string;
        };
      };
    };
    responses: {
      /** @description Those found, perhaps none. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['User'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  getUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
    };
  };
  eraseUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Erased. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ErasedUser'];
        };
      };
    };
  };
  listGrants: {
    parameters: {
      query?: {
        templateId?: string;
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Grant'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  readUserTimeline: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entries. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserTimeline'];
        };
      };
    };
  };
  exportUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of it. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserExport'];
        };
      };
    };
  };
  endSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appId: string;
        openid: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description They have ended. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readGrantDrift: {
    parameters: {
      query?: {
        from?: string;
        to?: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Templates with drift. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GrantDrift'];
        };
      };
    };
  };
  readGrantFlow: {
    parameters: {
      query?: {
        /** @description How far to look back, 1 to 10080 (7 days), default 60. */
        minutes?: number;
        /** @description Minutes in each span of `minutes`, 1 to 1440, default 1. */
        stepMinutes?: number;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GrantFlow'];
        };
      };
    };
  };
  readGrantSurvival: {
    parameters: {
      query?: {
        from?: string;
        to?: string;
      };
      header?: never;
      path: {
        appId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Templates whose grants were used. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GrantSurvival'];
        };
      };
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['WebhookEndpoint'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewWebhookEndpoint'];
      };
    };
    responses: {
      /** @description The endpoint, with its secret this once. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          'Idempotency-Replayed': components['headers']['Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MadeWebhookEndpoint'];
        };
      };
    };
  };
  getWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
    };
  };
  deleteWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description It is gone. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  updateWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookEndpointChange'];
      };
    };
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SecretRotation'];
      };
    };
    responses: {
      /** @description The endpoint, with the new secret this once. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
    };
  };
  testWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The test, on its way. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Callback'];
        };
      };
    };
  };
  recoverWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CallbackRecovery'];
      };
    };
    responses: {
      /** @description The endpoint; the recovery has begun. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
    };
  };
  listEndpointCallbacks: {
    parameters: {
      query?: {
        /** @description `skipped`: its endpoint took none when it was due. */
        state?: 'waiting' | 'delivered' | 'failed' | 'skipped';
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Callback'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  listCallbacks: {
    parameters: {
      query?: {
        /** @description `skipped`: its endpoint took none when it was due. */
        state?: 'waiting' | 'delivered' | 'failed' | 'skipped';
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Callback'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  getCallback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The callback. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Callback'];
        };
      };
    };
  };
  resendCallback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The callback, on its way. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Callback'];
        };
      };
    };
  };
  listApiKeys: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['ApiKey'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  createApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewApiKey'];
      };
    };
    responses: {
      /** @description The key, this once. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyWithSecret'];
        };
      };
    };
  };
  rotateApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['KeyRotation'];
      };
    };
    responses: {
      /** @description The new key, this once. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyWithSecret'];
        };
      };
    };
  };
  revokeApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description Why; kept in the audit. */
          reason?: string;
        };
      };
    };
    responses: {
      /** @description It has ended. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  readStats: {
    parameters: {
      query?: {
        appId?: string;
        /** @description How far to look back, 1 to 10080 (7 days), default 60. */
        minutes?: number;
        /** @description Minutes in each span of `minutes`, 1 to 1440, default 1. */
        stepMinutes?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Stats'];
        };
      };
    };
  };
  readCauses: {
    parameters: {
      query?: {
        appId?: string;
        /** @description How far to look back, 1 to 10080 (7 days), default 60. */
        minutes?: number;
        /** @description Minutes in each span of `minutes`, 1 to 1440, default 1. */
        stepMinutes?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The causes. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Causes'];
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        target?: string;
        actor?: string;
        action?: string;
        appId?: string;
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['AuditEntry'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  exportAudit: {
    parameters: {
      query?: {
        target?: string;
        actor?: string;
        action?: string;
        appId?: string;
        format?: 'csv' | 'ndjson';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          /** @description Names the file. */
          'Content-Disposition': string;
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
        };
      };
    };
  };
  listAlarms: {
    parameters: {
      query?: {
        /** @description 1 to 200, default 50. */
        limit?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
        /** @description Those alone that nobody has acknowledged and whose cause stands. */
        state?: 'open';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            data: components['schemas']['Alarm'][];
            /** @description Null on the last page. */
            nextCursor: string | null;
          };
        };
      };
    };
  };
  acknowledgeAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description Acknowledged. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
    };
  };
  listSignInOptions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ways. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInOptions'];
        };
      };
    };
  };
  getConsoleSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConsoleSession'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignIn'];
      };
    };
    responses: {
      /** @description Signed in. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          /** @description The session: HttpOnly, SameSite=Strict, Secure over https. */
          'Set-Cookie': string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConsoleSession'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['RequestId'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          RateLimit: components['headers']['RateLimit'];
          /** @description Takes the cookie back. */
          'Set-Cookie': string;
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
