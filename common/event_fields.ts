/** The fields of an event's document: the one table from which the index mapping, the data view's field list and docs/fields.md are made. */

/** What every Elasticsearch has: no `wildcard`, no `match_only_text`, no `constant_keyword`. */
export type EventFieldType = 'keyword' | 'date' | 'boolean' | 'long' | 'ip' | 'geo_point' | 'flattened';

export interface EventField {
  /** Its path in the document. Those of ECS and `aws.cloudtrail.*` are named as Elastic's own integration names them; `cloudtrail.*` is ours. */
  readonly name: string;
  readonly type: EventFieldType;
  /** Longest value, in characters, that can be searched; `DEFAULT_IGNORE_ABOVE` where it is absent. Longer ones stay in `_source`. */
  readonly ignoreAbove?: number;
  /** Also as analysed text, `<name>.text`: single words can be searched. */
  readonly hasText?: true;
  /** Found by going through the values: for long texts, which are asked for by a part of them, an index of whole ones is of no use. */
  readonly isScanned?: true;
  /** Kept and shown, but neither searched nor aggregated. */
  readonly isStoredOnly?: true;
  /** Path in the CloudTrail record; absent where the value is ours, or made of several. */
  readonly record?: string;
  /** What it means, for people who search: a sentence without its full stop. */
  readonly description: string;
}

export interface EventFieldGroup {
  readonly title: string;
  readonly fields: readonly EventField[];
}

/** Characters of a keyword. Fleet's own default, so that the same values are found. */
const KEYWORD = 1024;
/** A keyword's term may have 32,766 bytes, and a character takes up to three of them in UTF-8 (four for two UTF-16 units). */
const LONG = 8191;
/** A flattened leaf is indexed as path and value together, 32,766 bytes at most: 18 keys of 512 bytes and 3 bytes a character stay below. */
const LEAF = 4096;
export const DEFAULT_IGNORE_ABOVE: Readonly<Partial<Record<EventFieldType, number>>> = {
  keyword: KEYWORD,
  flattened: LEAF,
};

/**
 * Who adds a field to the document adds a line here, raises EVENTS_MAPPING_VERSION if that version has been released,
 * and runs `npm run fields`. Lines are added, never changed in type: indices live for years.
 */
// prettier-ignore
export const EVENT_FIELD_GROUPS: readonly EventFieldGroup[] = [
  {
    title: 'What happened',
    fields: [
      { name: '@timestamp', type: 'date', record: 'eventTime', description: 'When the call was made' },
      { name: 'event.kind', type: 'keyword', description: '`event`; `pipeline_error` where `error.message` says that something could not be read' },
      { name: 'event.action', type: 'keyword', record: 'eventName', description: 'The call, as `CreateUser`' },
      { name: 'event.provider', type: 'keyword', record: 'eventSource', description: 'The service that was called, as `iam.amazonaws.com`' },
      { name: 'event.outcome', type: 'keyword', description: '`failure` if the record has an error, or says so of a console sign-in; else `success`' },
      { name: 'event.category', type: 'keyword', description: 'ECS category by the name of the call; most calls have none' },
      { name: 'event.type', type: 'keyword', description: 'ECS type by the name of the call; `info` for most' },
      { name: 'event.id', type: 'keyword', record: 'eventID', description: 'The id that CloudTrail gave the event' },
      { name: 'event.module', type: 'keyword', description: 'Always `aws`' },
      { name: 'event.dataset', type: 'keyword', description: 'Always `aws.cloudtrail`' },
      { name: 'event.created', type: 'date', description: 'When the plugin read the event' },
      { name: 'event.ingested', type: 'date', description: 'When the event was written; rules look at it, since CloudTrail delivers minutes late' },
      { name: 'event.original', type: 'keyword', isStoredOnly: true, description: 'The whole record as JSON text, where the namespace keeps it' },
      { name: 'error.message', type: 'keyword', description: 'What of the record could not be read; what the call failed with is in `aws.cloudtrail.error_message`' },
      { name: 'aws.cloudtrail.error_code', type: 'keyword', record: 'errorCode', description: 'Why the call failed, as `AccessDenied`' },
      { name: 'aws.cloudtrail.error_message', type: 'keyword', ignoreAbove: LONG, record: 'errorMessage', description: 'Why the call failed, in words' },
      { name: 'aws.cloudtrail.read_only', type: 'boolean', record: 'readOnly', description: 'Whether the call only reads' },
      { name: 'aws.cloudtrail.management_event', type: 'keyword', record: 'managementEvent', description: '`true` or `false`, as text' },
      { name: 'aws.cloudtrail.event_type', type: 'keyword', record: 'eventType', description: '`AwsApiCall`, `AwsServiceEvent`, `AwsConsoleSignIn` …' },
      { name: 'aws.cloudtrail.event_category', type: 'keyword', record: 'eventCategory', description: '`Management`, `Data`, `Insight` or `NetworkActivity`' },
      { name: 'aws.cloudtrail.event_version', type: 'keyword', record: 'eventVersion', description: 'Version of the record’s form' },
      { name: 'aws.cloudtrail.api_version', type: 'keyword', record: 'apiVersion', description: 'Version of the service’s API' },
      { name: 'aws.cloudtrail.request_id', type: 'keyword', record: 'requestID', description: 'The id that the service gave the request' },
      { name: 'aws.cloudtrail.shared_event_id', type: 'keyword', record: 'sharedEventID', description: 'The same for the events that one call leaves in several accounts, and for the start and the end of what Insights noticed' },
      { name: 'aws.cloudtrail.addendum.reason', type: 'keyword', record: 'addendum.reason', description: 'Why CloudTrail delivered the event later, or again' },
      { name: 'aws.cloudtrail.addendum.updated_fields', type: 'keyword', record: 'addendum.updatedFields', description: 'What it corrects' },
      { name: 'aws.cloudtrail.addendum.original_request_id', type: 'keyword', record: 'addendum.originalRequestID', description: 'The request of the event that it corrects' },
      { name: 'aws.cloudtrail.addendum.original_event_id', type: 'keyword', record: 'addendum.originalEventID', description: 'The event that it corrects' },
    ],
  },
  {
    title: 'Who did it',
    fields: [
      { name: 'cloudtrail.actor.id', type: 'keyword', description: 'Who acted: an ARN where there is one; the session’s where it names a person, else the role’s' },
      { name: 'cloudtrail.actor.name', type: 'keyword', description: 'Who acted, for people to read' },
      { name: 'cloudtrail.actor.type', type: 'keyword', description: 'As `userIdentity.type`; `AWSService` for service-linked roles too' },
      { name: 'cloudtrail.actor.account_id', type: 'keyword', description: 'The actor’s account' },
      { name: 'cloudtrail.actor.session_name', type: 'keyword', description: 'The session’s name, from the ARN' },
      { name: 'user.id', type: 'keyword', record: 'userIdentity.principalId', description: 'Unique id of the caller; absent for AWS services' },
      { name: 'user.name', type: 'keyword', record: 'userIdentity.userName', description: 'Name of the user, or of the role where one was assumed; absent for AWS services' },
      { name: 'user.email', type: 'keyword', description: 'The session’s or the user’s name where that is an e-mail address' },
      { name: 'service.name', type: 'keyword', description: 'The AWS service that acted by itself or by a service-linked role' },
      { name: 'user.entity.id', type: 'keyword', description: 'The acting user or role, where the namespace keeps entities' },
      { name: 'service.entity.id', type: 'keyword', description: 'The acting service, where the namespace keeps entities' },
      { name: 'host.entity.id', type: 'keyword', description: 'The acting instance, where the namespace keeps entities' },
      { name: 'entity.id', type: 'keyword', description: 'Any other actor, where the namespace keeps entities' },
      { name: 'actor.entity.id', type: 'keyword', description: 'The actor under the name that Elastic used first' },
      { name: 'aws.cloudtrail.user_identity.type', type: 'keyword', record: 'userIdentity.type', description: '`Root`, `IAMUser`, `AssumedRole`, `AWSService` …' },
      { name: 'aws.cloudtrail.user_identity.arn', type: 'keyword', record: 'userIdentity.arn', description: 'ARN of the caller; of a role, the session’s' },
      { name: 'aws.cloudtrail.user_identity.access_key_id', type: 'keyword', record: 'userIdentity.accessKeyId', description: 'The access key that signed the call' },
      { name: 'aws.cloudtrail.user_identity.invoked_by', type: 'keyword', record: 'userIdentity.invokedBy', description: 'The service that made the call for somebody' },
      { name: 'aws.cloudtrail.user_identity.invoked_by_delegate.account_id', type: 'keyword', record: 'userIdentity.invokedByDelegate.accountId', description: 'Account of a delegate that made the call' },
      { name: 'aws.cloudtrail.user_identity.credential_id', type: 'keyword', record: 'userIdentity.credentialId', description: 'Id of a bearer token’s credential' },
      { name: 'aws.cloudtrail.user_identity.identity_provider', type: 'keyword', record: 'userIdentity.identityProvider', description: 'The provider that vouched for the caller' },
      { name: 'aws.cloudtrail.user_identity.in_scope_of.issuer_type', type: 'keyword', record: 'userIdentity.inScopeOf.issuerType', description: 'What issued the credentials of a service' },
      { name: 'aws.cloudtrail.user_identity.in_scope_of.credentials_issued_to', type: 'keyword', record: 'userIdentity.inScopeOf.credentialsIssuedTo', description: 'What those credentials were issued to' },
      { name: 'aws.cloudtrail.user_identity.in_scope_of.source_arn', type: 'keyword', record: 'userIdentity.inScopeOf.sourceArn', description: 'The resource that they were issued for' },
      { name: 'aws.cloudtrail.user_identity.in_scope_of.source_account', type: 'keyword', record: 'userIdentity.inScopeOf.sourceAccount', description: 'The account of that resource' },
      { name: 'aws.cloudtrail.user_identity.on_behalf_of.user_id', type: 'keyword', record: 'userIdentity.onBehalfOf.userId', description: 'The user of IAM Identity Center for whom the call was made' },
      { name: 'aws.cloudtrail.user_identity.on_behalf_of.identity_store_arn', type: 'keyword', record: 'userIdentity.onBehalfOf.identityStoreArn', description: 'The directory of that user' },
      { name: 'aws.cloudtrail.user_identity.session_context.mfa_authenticated', type: 'keyword', record: 'userIdentity.sessionContext.attributes.mfaAuthenticated', description: '`true` if the session began with a second factor; text' },
      { name: 'aws.cloudtrail.user_identity.session_context.creation_date', type: 'date', record: 'userIdentity.sessionContext.attributes.creationDate', description: 'When the session began' },
      { name: 'aws.cloudtrail.user_identity.session_context.source_identity', type: 'keyword', record: 'userIdentity.sessionContext.sourceIdentity', description: 'Who assumed the first role, if the role asks for it' },
      { name: 'aws.cloudtrail.user_identity.session_context.ec2_role_delivery', type: 'keyword', record: 'userIdentity.sessionContext.ec2RoleDelivery', description: 'Version of the instance metadata service that gave the credentials' },
      { name: 'aws.cloudtrail.user_identity.session_context.assumed_root', type: 'boolean', record: 'userIdentity.sessionContext.assumedRoot', description: 'Whether it is a session of AssumeRoot' },
      { name: 'aws.cloudtrail.user_identity.session_context.sign_in_session_arn', type: 'keyword', record: 'userIdentity.sessionContext.signInSessionArn', description: 'The console sign-in that the session came from' },
      { name: 'aws.cloudtrail.user_identity.session_context.web_id_federation_data.federated_provider', type: 'keyword', record: 'userIdentity.sessionContext.webIdFederationData.federatedProvider', description: 'The provider of a web identity' },
      { name: 'aws.cloudtrail.user_identity.session_context.web_id_federation_data.attributes', type: 'flattened', record: 'userIdentity.sessionContext.webIdFederationData.attributes', description: 'What that provider says of the caller' },
      { name: 'aws.cloudtrail.user_identity.session_context.session_issuer.type', type: 'keyword', record: 'userIdentity.sessionContext.sessionIssuer.type', description: 'What the session came from: `Role`, `IAMUser`, `Root`' },
      { name: 'aws.cloudtrail.user_identity.session_context.session_issuer.principal_id', type: 'keyword', record: 'userIdentity.sessionContext.sessionIssuer.principalId', description: 'Unique id of what the session came from' },
      { name: 'aws.cloudtrail.user_identity.session_context.session_issuer.arn', type: 'keyword', record: 'userIdentity.sessionContext.sessionIssuer.arn', description: 'ARN of what the session came from' },
      { name: 'aws.cloudtrail.user_identity.session_context.session_issuer.account_id', type: 'keyword', record: 'userIdentity.sessionContext.sessionIssuer.accountId', description: 'Account of what the session came from' },
      { name: 'aws.cloudtrail.session_credential_from_console', type: 'keyword', record: 'sessionCredentialFromConsole', description: '`true` if the credentials are of a session in the console' },
    ],
  },
  {
    title: 'From where',
    fields: [
      { name: 'source.address', type: 'keyword', record: 'sourceIPAddress', description: 'As in the record: an address, or the name of a service' },
      { name: 'source.ip', type: 'ip', record: 'sourceIPAddress', description: 'Only if it is an address' },
      { name: 'source.geo.location', type: 'geo_point', description: 'Point of the city, or of the country' },
      { name: 'source.geo.continent_name', type: 'keyword', description: 'Continent' },
      { name: 'source.geo.country_iso_code', type: 'keyword', description: 'Country, as `DE`' },
      { name: 'source.geo.country_name', type: 'keyword', description: 'Country' },
      { name: 'source.geo.region_iso_code', type: 'keyword', description: 'Region, as `DE-BE`' },
      { name: 'source.geo.region_name', type: 'keyword', description: 'Region' },
      { name: 'source.geo.city_name', type: 'keyword', description: 'City' },
      { name: 'source.as.number', type: 'long', description: 'Autonomous system that the address belongs to, where there is a database of them' },
      { name: 'source.as.organization.name', type: 'keyword', description: 'Who runs that autonomous system' },
      { name: 'cloudtrail.geo_precision', type: 'keyword', description: 'What `source.geo.location` is the point of: `city` or `country`' },
      { name: 'cloudtrail.source_type', type: 'keyword', description: 'What kind of caller `source.address` is' },
      { name: 'user_agent.original', type: 'keyword', ignoreAbove: LONG, hasText: true, record: 'userAgent', description: 'The program that made the call' },
      { name: 'user_agent.name', type: 'keyword', description: 'The program, as `aws-cli`; `Other` if it is not known' },
      { name: 'user_agent.version', type: 'keyword', description: 'Version of the program' },
      { name: 'user_agent.device.name', type: 'keyword', description: 'Device; `Other` if it is not known' },
      { name: 'user_agent.os.name', type: 'keyword', description: 'Operating system' },
      { name: 'user_agent.os.version', type: 'keyword', description: 'Version of the operating system' },
      { name: 'user_agent.os.full', type: 'keyword', description: 'Operating system and version' },
      { name: 'tls.version', type: 'keyword', record: 'tlsDetails.tlsVersion', description: 'Version of TLS, as `1.3`' },
      { name: 'tls.version_protocol', type: 'keyword', record: 'tlsDetails.tlsVersion', description: '`tls`' },
      { name: 'tls.cipher', type: 'keyword', record: 'tlsDetails.cipherSuite', description: 'Cipher suite' },
      { name: 'tls.client.server_name', type: 'keyword', record: 'tlsDetails.clientProvidedHostHeader', description: 'The host that the caller asked for' },
      { name: 'aws.cloudtrail.tls_details.key_exchange', type: 'keyword', record: 'tlsDetails.keyExchange', description: 'How the keys were agreed on' },
      { name: 'aws.cloudtrail.vpc_endpoint_id', type: 'keyword', record: 'vpcEndpointId', description: 'The VPC endpoint that the call went through' },
      { name: 'aws.cloudtrail.vpc_endpoint_account_id', type: 'keyword', record: 'vpcEndpointAccountId', description: 'Account of the VPC endpoint' },
    ],
  },
  {
    title: 'To what',
    fields: [
      { name: 'cloud.account.id', type: 'keyword', record: 'userIdentity.accountId', description: 'Account of the caller, else the account that the event was delivered to' },
      { name: 'cloud.region', type: 'keyword', record: 'awsRegion', description: 'Region, as `eu-central-1`' },
      { name: 'cloud.provider', type: 'keyword', description: 'Always `aws`' },
      { name: 'cloud.service.name', type: 'keyword', record: 'eventSource', description: 'The service that was called, as `iam`' },
      { name: 'aws.cloudtrail.recipient_account_id', type: 'keyword', record: 'recipientAccountId', description: 'The account that the event was delivered to' },
      { name: 'aws.cloudtrail.resources.arn', type: 'keyword', record: 'resources[].ARN', description: 'ARNs of what the call touched' },
      { name: 'aws.cloudtrail.resources.ARNPrefix', type: 'keyword', record: 'resources[].ARNPrefix', description: 'Beginning of the ARNs, where a call was about many' },
      { name: 'aws.cloudtrail.resources.account_id', type: 'keyword', record: 'resources[].accountId', description: 'Accounts that own it' },
      { name: 'aws.cloudtrail.resources.type', type: 'keyword', record: 'resources[].type', description: 'Kinds, as `AWS::S3::Object`' },
      { name: 'user.target.name', type: 'keyword', record: 'requestParameters.userName', description: 'The user that an IAM call is about' },
      { name: 'user.target.id', type: 'keyword', record: 'responseElements.user.userId', description: 'Unique id of that user' },
      { name: 'user.changes.name', type: 'keyword', record: 'requestParameters.newUserName', description: 'The name that the user is given' },
      { name: 'group.name', type: 'keyword', record: 'requestParameters.groupName', description: 'The group that a call is about; security groups too' },
      { name: 'group.id', type: 'keyword', record: 'responseElements.group.groupId', description: 'Unique id of that group' },
      { name: 'user.target.entity.id', type: 'keyword', description: 'Users, roles and access keys that the call is about, where the namespace keeps entities' },
      { name: 'host.target.entity.id', type: 'keyword', description: 'Instances that the call is about, where the namespace keeps entities' },
      { name: 'host.target.id', type: 'keyword', description: 'Ids of those instances, as `i-0123456789abcdef0`' },
      { name: 'service.target.entity.id', type: 'keyword', description: 'Resources of services that the call is about, where the namespace keeps entities' },
      { name: 'entity.target.id', type: 'keyword', description: 'Whatever else the call is about, where the namespace keeps entities' },
      { name: 'target.entity.id', type: 'keyword', description: 'All that the call is about, under the name that Elastic used first' },
      { name: 'aws.cloudtrail.console_login.additional_eventdata.mfa_used', type: 'boolean', record: 'additionalEventData.MFAUsed', description: 'Whether a console sign-in had a second factor' },
      { name: 'aws.cloudtrail.console_login.additional_eventdata.mobile_version', type: 'boolean', record: 'additionalEventData.MobileVersion', description: 'Whether the sign-in came from the mobile page' },
      { name: 'aws.cloudtrail.console_login.additional_eventdata.login_to', type: 'keyword', record: 'additionalEventData.LoginTo', description: 'Where the sign-in led to' },
      { name: 'aws.cloudtrail.request_parameters', type: 'keyword', ignoreAbove: LONG, hasText: true, isScanned: true, record: 'requestParameters', description: 'What was asked for as one text, `{key=value, list=[a, b]}`' },
      { name: 'aws.cloudtrail.response_elements', type: 'keyword', ignoreAbove: LONG, hasText: true, isScanned: true, record: 'responseElements', description: 'What was answered as one text' },
      { name: 'aws.cloudtrail.additional_eventdata', type: 'keyword', hasText: true, isScanned: true, record: 'additionalEventData', description: 'What the service adds as one text' },
      { name: 'aws.cloudtrail.service_event_details', type: 'keyword', hasText: true, isScanned: true, record: 'serviceEventDetails', description: 'What happened in the service as one text' },
      { name: 'aws.cloudtrail.flattened.request_parameters', type: 'flattened', record: 'requestParameters', description: 'What was asked for; each leaf is searched by its path' },
      { name: 'aws.cloudtrail.flattened.response_elements', type: 'flattened', record: 'responseElements', description: 'What was answered; calls that only read have none' },
      { name: 'aws.cloudtrail.flattened.additional_eventdata', type: 'flattened', record: 'additionalEventData', description: 'What the service adds' },
      { name: 'aws.cloudtrail.flattened.service_event_details', type: 'flattened', record: 'serviceEventDetails', description: 'What happened in the service, where nobody called' },
      { name: 'aws.cloudtrail.flattened.insight_details', type: 'flattened', record: 'insightDetails', description: 'What CloudTrail Insights noticed: the call, its usual and its present rate' },
    ],
  },
  {
    title: 'Everything that is named in the event',
    fields: [
      { name: 'related.user', type: 'keyword', description: 'Users, by name or id: the caller, the session, and whom the call is about' },
      { name: 'related.ip', type: 'ip', description: 'Addresses' },
      { name: 'related.hosts', type: 'keyword', description: 'Hosts and instances' },
      { name: 'related.entity', type: 'keyword', description: 'Actor, targets and other resources, where the namespace keeps entities' },
    ],
  },
  {
    title: 'Where the event was found',
    fields: [
      { name: 'tags', type: 'keyword', description: '`forwarded`, `aws-cloudtrail`; `preserve_original_event` and `actor_target_mapping` where the namespace keeps the record or entities; `backfill` for what was delivered before its source was made; `cloudtrail_free_form_cut` where something did not fit' },
      { name: 'data_stream.type', type: 'keyword', description: 'Always `logs`' },
      { name: 'data_stream.dataset', type: 'keyword', description: 'Always `aws.cloudtrail`' },
      { name: 'data_stream.namespace', type: 'keyword', description: 'The namespace of the source' },
      { name: 'ecs.version', type: 'keyword', description: 'Version of ECS that the names follow' },
      { name: 'log.file.path', type: 'keyword', description: 'The object that held the event, as `s3://bucket/key`' },
      { name: 'log.offset', type: 'long', description: 'Byte in the uncompressed object where the record begins' },
      { name: 'input.type', type: 'keyword', description: 'Always `aws-s3`' },
      { name: 'aws.s3.bucket.name', type: 'keyword', description: 'The bucket' },
      { name: 'aws.s3.bucket.arn', type: 'keyword', description: 'The bucket’s ARN' },
      { name: 'aws.s3.object.key', type: 'keyword', description: 'The object’s key' },
    ],
  },
];

export const EVENT_FIELDS: readonly EventField[] = EVENT_FIELD_GROUPS.flatMap(({ fields }) => fields);
