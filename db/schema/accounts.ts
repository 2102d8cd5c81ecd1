import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** 记者, 编辑 (一审), 主任 (二审), 总编 (三审与签发), 管理员. */
export const deskRole = pgEnum('desk_role', ['reporter', 'editor', 'director', 'chief', 'admin']);

/** `invitation`: makes an account. `reset`: gives an account a new password. */
export const accountLinkKind = pgEnum('account_link_kind', ['invitation', 'reset']);

/** Who works in the newsroom. better-auth's `user`. */
export const person = pgTable(
  'person',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    username: text('username').notNull().unique(),
    role: deskRole('role').notNull().default('reporter'),
    /** Sections that the rights reach, each with those below it; null: all. */
    sectionIds: bigint('section_ids', { mode: 'number' }).array(),
    twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
    /** Since when the account is closed; its sessions ended then. */
    suspendedAt: instant('suspended_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('person_name_present', sql`length(btrim(${t.name})) between 1 and 40`),
    check('person_email_lower', sql`${t.email} = lower(${t.email}) and ${t.email} like '%@%'`),
    check('person_username_shape', sql`${t.username} ~ '^[a-z][a-z0-9._]{2,29}$'`),
  ],
);

/** A signed-in browser. better-auth's `session`; the cookie carries the token with a signature by the secret. */
export const deskSession = pgTable(
  'desk_session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('desk_session_user').on(t.userId)],
);

/** better-auth's `account`: here only the password, as scrypt makes it. */
export const credential = pgTable(
  'credential',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('credential_user').on(t.userId)],
);

/**
 * Challenges under way: of passkeys, and between the password and the second factor. better-auth's, which also takes away what has
 * expired. Links to previews stand here too (`lib/auth/previews.ts`).
 */
export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
);

/** The secret of an authenticator app and the backup codes, both encrypted with the application's secret. */
export const secondFactor = pgTable(
  'second_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id')
      .notNull()
      .unique()
      .references(() => person.id, { onDelete: 'cascade' }),
    /** False until the first code was right. */
    verified: boolean('verified').default(true),
    failedVerificationCount: integer('failed_verification_count').default(0),
    lockedUntil: instant('locked_until'),
  },
  (t) => [index('second_factor_secret').on(t.secret)],
);

/** 通行密钥 (WebAuthn). */
export const passkey = pgTable(
  'passkey',
  {
    id: text('id').primaryKey(),
    name: text('name'),
    publicKey: text('public_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull().unique(),
    counter: integer('counter').notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    createdAt: instant('created_at').defaultNow(),
    aaguid: text('aaguid'),
  },
  (t) => [index('passkey_user').on(t.userId)],
);

/** Links that an administrator hands out. Only the hash of the token is known here, and it is good once. */
export const accountLink = pgTable(
  'account_link',
  {
    id: text('id').primaryKey(),
    kind: accountLinkKind('kind').notNull(),
    /** SHA-256 of the token, in hex. */
    tokenHash: text('token_hash').notNull().unique(),
    /** Whose password is set anew. */
    personId: text('person_id').references(() => person.id, { onDelete: 'cascade' }),
    /** What the invited will be. */
    role: deskRole('role'),
    sectionIds: bigint('section_ids', { mode: 'number' }).array(),
    /** For whom it is meant: a note, and the name that is proposed. */
    note: text('note').notNull().default(''),
    by: text('by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    /** When it was used, or taken back. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('account_link_open').on(t.expiresAt).where(sql`${t.endedAt} is null`),
    check(
      'account_link_complete',
      sql`(${t.kind} = 'invitation' and ${t.role} is not null) or (${t.kind} = 'reset' and ${t.personId} is not null)`,
    ),
  ],
);

/** Attempts of a kind by an address or for a name, counted in a window: shared by every instance. */
export const attempt = pgTable(
  'attempt',
  {
    /** SHA-256 of what is counted. */
    key: text('key').primaryKey(),
    count: integer('count').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  (t) => [index('attempt_ends').on(t.endsAt)],
);
