/** What the Users pages ask and get: all actors but AWS's own services, and one of them in depth. */
import * as z from 'zod';
import { MOST_ACTORS_LISTED } from './explore_limits';
import type { UserRow } from './panels';
import { panelRequestSchema } from './panels';

export const ACTOR_SORTS = ['events', 'failures', 'denied', 'first_seen', 'last_seen'] as const;
export type ActorSort = (typeof ACTOR_SORTS)[number];

export const actorsRequestSchema = panelRequestSchema
  .extend({
    /** A part of a name or an id; case does not matter. */
    search: z.string().max(256).default(''),
    sort: z.enum(ACTOR_SORTS).default('events'),
    order: z.enum(['asc', 'desc']).default('desc'),
    /** From 0. */
    page: z.number().int().min(0).default(0),
    page_size: z.number().int().min(1).max(100).default(25),
  })
  .refine(({ page, page_size: size }) => (page + 1) * size <= MOST_ACTORS_LISTED, {
    path: ['page'],
    message: `beyond the first ${MOST_ACTORS_LISTED} users`,
  });
export type ActorsRequest = z.infer<typeof actorsRequestSchema>;

export interface Actors {
  /** How many different actors fit; exact up to 3,000 and close beyond it (cardinality). */
  readonly total: number;
  readonly rows: readonly UserRow[];
}

export const ACTOR_QUESTIONS = ['facts', 'sessions', 'travel'] as const;
export type ActorQuestion = (typeof ACTOR_QUESTIONS)[number];
export const actorParamsSchema = z.object({ question: z.enum(ACTOR_QUESTIONS) });
export const actorRequestSchema = panelRequestSchema.extend({ id: z.string().min(1).max(2048) });
export type ActorRequest = z.infer<typeof actorRequestSchema>;

/** A value with its events. */
export interface CountedValue {
  readonly value: string;
  readonly events: number;
  readonly failures: number;
}
export interface ActorAddress extends CountedValue {
  readonly country_iso_code: string;
  readonly city_name: string;
  /** Who runs the network, where a database says so. */
  readonly network: string;
  readonly first_seen: string;
  readonly last_seen: string;
}
export interface ActorFacts {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly account_id: string;
  readonly events: number;
  readonly failures: number;
  /** Within the time range; null without any event. */
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  /** Most frequent first, at most 20 each; how many different ones there are. */
  readonly addresses: readonly ActorAddress[];
  readonly different_addresses: number;
  readonly countries: readonly CountedValue[];
  readonly services: readonly CountedValue[];
  readonly actions: readonly CountedValue[];
  readonly errors: readonly CountedValue[];
  readonly user_agents: readonly CountedValue[];
  /** ARNs of roles that the actor took on, successfully or not. */
  readonly roles_assumed: readonly CountedValue[];
}

/** Who took on a role: one step of a chain. */
export interface ChainStep {
  /** Of the AssumeRole call. */
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly actor_type: string;
  readonly address: string;
  /** The key that signed the call; it leads to the step before. */
  readonly access_key_id: string;
  /** userIdentity.arn: of a role, the session's. */
  readonly arn: string;
  /** `key`: its answer gave the key. `session_name`: the last one before that gave a session of the same role and name. */
  readonly found_by: 'key' | 'session_name';
}
export interface ActorSession {
  readonly access_key_id: string;
  /** userIdentity.arn: of a role, the session's. */
  readonly arn: string;
  /** The session's name, as the caller chose it; '' for long-term keys. */
  readonly session_name: string;
  /** Whose credentials are on loan: what the identity provider says, or `sts:SourceIdentity`; '' without. */
  readonly source_identity: string;
  readonly events: number;
  readonly failures: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly mfa: boolean | null;
  /** By which version of the instance metadata service an instance got the key; '' for all other keys. */
  readonly ec2_role_delivery: string;
  /** Of all its events the "address" is an AWS service's name. */
  readonly by_aws_services: boolean;
  readonly addresses: readonly string[];
  /** From the session back to who began: the last is the human, or the service, behind it. Empty where no event tells. */
  readonly chain: readonly ChainStep[];
}
export interface ActorSessions {
  /** How many different keys were used. */
  readonly total: number;
  /** Newest first, at most 50. */
  readonly sessions: readonly ActorSession[];
}

/** A sign-in with a known place. */
export interface SignIn {
  /** `_id` of its document. */
  readonly id: string;
  readonly at: string;
  /** Into which account; '' where the record does not say. */
  readonly account_id: string;
  readonly address: string;
  readonly country_iso_code: string;
  readonly country_name: string;
  readonly city_name: string;
  readonly lat: number;
  readonly lon: number;
  /** What the point is of. */
  readonly precision: 'city' | 'country';
}
/** Two sign-ins that follow each other, faster than anybody travels. */
export interface ImpossibleTrip {
  readonly from: SignIn;
  readonly to: SignIn;
  /** Shortest way over the ground, less what the points are imprecise by. */
  readonly km: number;
  readonly hours: number;
}
export interface ActorTravel {
  /** Successful sign-ins to the console in the range, with or without a known place. */
  readonly sign_ins: number;
  readonly trips: readonly ImpossibleTrip[];
}

export interface ActorAnswers {
  readonly facts: ActorFacts;
  readonly sessions: ActorSessions;
  readonly travel: ActorTravel;
}
