/** The estate's accounts and regions, and how busy each is. */

export interface Account {
  readonly id: string;
  readonly name: 'management' | 'production' | 'staging' | 'data' | 'legacy';
  /** Folder of the organisation's trail below `AWSLogs/`; empty for the account with a trail of its own. */
  readonly organisationFolder: string;
  /** Share of the estate's activity in each region that the account uses. */
  readonly regions: Readonly<Record<string, number>>;
}

export const ORGANISATION_ID = 'o-4mq7rk2xwe';
const organisationFolder = `${ORGANISATION_ID}/`;

export const MANAGEMENT: Account = {
  id: '418327650912',
  name: 'management',
  organisationFolder,
  regions: { 'us-east-1': 8, 'eu-west-1': 2 },
};
export const PRODUCTION: Account = {
  id: '507318824461',
  name: 'production',
  organisationFolder,
  regions: { 'us-east-1': 20, 'eu-west-1': 16, 'us-west-2': 6, 'ap-southeast-2': 6 },
};
export const STAGING: Account = {
  id: '630095174238',
  name: 'staging',
  organisationFolder,
  regions: { 'us-east-1': 7, 'eu-west-1': 9 },
};
export const DATA: Account = {
  id: '759206431187',
  name: 'data',
  organisationFolder,
  regions: { 'us-east-1': 4, 'eu-central-1': 10, 'ap-south-1': 5 },
};
/** Bought with a company, not yet in the organisation: its trail writes to the same bucket. */
export const LEGACY: Account = {
  id: '284460917753',
  name: 'legacy',
  organisationFolder: '',
  regions: { 'us-east-1': 5, 'us-west-2': 3 },
};

export const ACCOUNTS: readonly Account[] = [MANAGEMENT, PRODUCTION, STAGING, DATA, LEGACY];

/** IAM, console sign-ins of root and other global services are logged here, wherever they are called from. */
export const GLOBAL_REGION = 'us-east-1';

/** Nobody in this estate works here: the place of an incident. */
export const STRANGE_REGION = 'ap-southeast-3';
