/** How an event is indexed. Every field is listed: nothing is guessed, so no record can be refused for the shape of another. */
import type { estypes } from '@elastic/elasticsearch';

/** Longest keyword that is searched; the longest policies are found by the flattened leaves and kept in `_source`. */
const KEYWORD_CHARS = 1024;
const LONG_KEYWORD_CHARS = 8191;
/** A flattened leaf is indexed as path and value together, 32,766 bytes at most: 18 keys of 512 bytes and 3 bytes a character stay below. */
const FLATTENED_CHARS = 4096;

const keyword = { type: 'keyword', ignore_above: KEYWORD_CHARS } as const;
const longKeyword = { type: 'keyword', ignore_above: LONG_KEYWORD_CHARS } as const;
const date = { type: 'date' } as const;
const boolean = { type: 'boolean' } as const;
const flattened = { type: 'flattened', ignore_above: FLATTENED_CHARS } as const;

/** Version of template and mapping: raise it with every change; a change may only add. */
export const EVENTS_MAPPING_VERSION = 1;

/** The field names are those of Elastic's own CloudTrail integration; `cloudtrail.*` is ours. */
export const eventsMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  date_detection: false,
  numeric_detection: false,
  _meta: { version: EVENTS_MAPPING_VERSION },
  properties: {
    '@timestamp': date,
    tags: keyword,
    ecs: { properties: { version: keyword } },
    data_stream: { properties: { type: keyword, dataset: keyword, namespace: keyword } },
    event: {
      properties: {
        kind: keyword,
        module: keyword,
        dataset: keyword,
        category: keyword,
        type: keyword,
        id: keyword,
        action: keyword,
        provider: keyword,
        outcome: keyword,
        created: date,
        ingested: date,
      },
    },
    cloud: {
      properties: {
        provider: keyword,
        region: keyword,
        account: { properties: { id: keyword } },
        service: { properties: { name: keyword } },
      },
    },
    source: {
      properties: {
        address: keyword,
        ip: { type: 'ip' },
        geo: {
          properties: {
            location: { type: 'geo_point' },
            continent_name: keyword,
            country_iso_code: keyword,
            country_name: keyword,
            region_iso_code: keyword,
            region_name: keyword,
            city_name: keyword,
          },
        },
      },
    },
    user: { properties: { id: keyword, name: keyword, email: keyword } },
    service: { properties: { name: keyword } },
    user_agent: {
      properties: { original: { ...longKeyword, fields: { text: { type: 'text', norms: false } } } },
    },
    tls: {
      properties: {
        version: keyword,
        version_protocol: keyword,
        cipher: keyword,
        client: { properties: { server_name: keyword } },
      },
    },
    log: { properties: { offset: { type: 'long' }, file: { properties: { path: keyword } } } },
    aws: {
      properties: {
        s3: {
          properties: { bucket: { properties: { name: keyword } }, object: { properties: { key: keyword } } },
        },
        cloudtrail: {
          properties: {
            event_version: keyword,
            event_category: keyword,
            event_type: keyword,
            request_id: keyword,
            api_version: keyword,
            management_event: keyword,
            read_only: boolean,
            recipient_account_id: keyword,
            shared_event_id: keyword,
            vpc_endpoint_id: keyword,
            vpc_endpoint_account_id: keyword,
            error_code: keyword,
            error_message: longKeyword,
            session_credential_from_console: keyword,
            resources: { properties: { arn: keyword, account_id: keyword, type: keyword } },
            user_identity: {
              properties: {
                type: keyword,
                arn: keyword,
                access_key_id: keyword,
                invoked_by: keyword,
                on_behalf_of: { properties: { user_id: keyword, identity_store_arn: keyword } },
                session_context: {
                  properties: {
                    mfa_authenticated: keyword,
                    creation_date: date,
                    source_identity: keyword,
                    ec2_role_delivery: keyword,
                    assumed_root: boolean,
                    session_issuer: {
                      properties: { type: keyword, principal_id: keyword, arn: keyword, account_id: keyword },
                    },
                  },
                },
              },
            },
            console_login: {
              properties: {
                additional_eventdata: {
                  properties: { mfa_used: boolean, mobile_version: boolean, login_to: keyword },
                },
              },
            },
            flattened: {
              properties: {
                request_parameters: flattened,
                response_elements: flattened,
                additional_eventdata: flattened,
                service_event_details: flattened,
              },
            },
          },
        },
      },
    },
    cloudtrail: {
      properties: {
        actor: {
          properties: {
            id: keyword,
            name: keyword,
            type: keyword,
            account_id: keyword,
            session_name: keyword,
          },
        },
        source_type: keyword,
        geo_precision: keyword,
      },
    },
  },
};
