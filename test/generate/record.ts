/** The shape of a CloudTrail record: who called what, where and when, and what came of it. */
import type { Account } from './accounts';
import type { Random } from './random';

export type JsonObject = { readonly [key: string]: unknown };

/** Where and when a call is made. */
export interface Scene {
  readonly account: Account;
  readonly region: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly random: Random;
}

export interface Caller {
  readonly userIdentity: JsonObject;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly fromConsole?: boolean;
  /** AWS itself: such records say nothing of TLS. */
  readonly isAws?: boolean;
  readonly vpcEndpointId?: string;
}

export interface Call {
  /** `ec2` for `ec2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly resources?: readonly JsonObject[];
  readonly additionalEventData?: JsonObject;
  readonly apiVersion?: string;
  /** A data event: reading or writing what a resource holds. */
  readonly isData?: boolean;
  readonly eventType?: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent';
  readonly serviceEventDetails?: JsonObject;
  readonly failure?: Failure;
}

export interface Failure {
  /** Absent for refused sign-ins, which have a message only. */
  readonly code?: string;
  readonly message: string;
}

const SIGN_IN_HOST = 'signin.aws.amazon.com';

/** `2024-01-31T09:05:00Z` */
export function isoSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A resource's ARN in the scene's account and region. */
export function arn({ account, region }: Scene, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account.id}:${rest}`;
}

/** One record with all its fields, in the order in which CloudTrail writes them. */
export function makeRecord(scene: Scene, caller: Caller, call: Call): JsonObject {
  const { account, region, at, random } = scene;
  const eventType = call.eventType ?? 'AwsApiCall';
  const failed = call.failure?.code !== undefined;
  return {
    eventVersion: random.pick(['1.08', '1.09', '1.10', '1.11']),
    userIdentity: caller.userIdentity,
    eventTime: isoSecond(at),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: caller.sourceIPAddress,
    userAgent: caller.userAgent,
    ...(failed && { errorCode: call.failure.code }),
    ...(call.failure && { errorMessage: call.failure.message }),
    requestParameters: call.request ?? null,
    responseElements: failed ? null : (call.response ?? null),
    ...(call.additionalEventData && { additionalEventData: call.additionalEventData }),
    ...(eventType === 'AwsApiCall' && { requestID: random.uuid() }),
    eventID: random.uuid(),
    readOnly: call.readOnly,
    ...(call.resources && { resources: call.resources }),
    eventType,
    ...(call.apiVersion && { apiVersion: call.apiVersion }),
    managementEvent: call.isData !== true,
    recipientAccountId: account.id,
    ...(call.serviceEventDetails && { serviceEventDetails: call.serviceEventDetails }),
    ...(caller.isAws && { sharedEventID: random.uuid() }),
    ...(caller.vpcEndpointId && { vpcEndpointId: caller.vpcEndpointId, vpcEndpointAccountId: account.id }),
    eventCategory: call.isData === true ? 'Data' : 'Management',
    ...(caller.isAws !== true && { tlsDetails: tlsDetails(scene, call) }),
    ...(caller.fromConsole && eventType === 'AwsApiCall' && { sessionCredentialFromConsole: 'true' }),
  };
}

function tlsDetails({ region, random }: Scene, call: Call): JsonObject {
  const isNew = random.chance(0.85);
  return {
    tlsVersion: isNew ? 'TLSv1.3' : 'TLSv1.2',
    cipherSuite: isNew ? 'TLS_AES_128_GCM_SHA256' : 'ECDHE-RSA-AES128-GCM-SHA256',
    clientProvidedHostHeader:
      call.service === 'signin' ? SIGN_IN_HOST : `${call.service}.${region}.amazonaws.com`,
  };
}
