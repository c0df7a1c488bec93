/** The ATT&CK techniques that the catalogue names; ids and names as in ATT&CK for Enterprise 17.1. */
import type { AttackTechnique } from './detection';

function technique(id: string, name: string): AttackTechnique {
  return { id, name };
}

export const ATTACK = {
  ACCOUNT_ACCESS_REMOVAL: technique('T1531', 'Account Access Removal'),
  ACCOUNT_MANIPULATION: technique('T1098', 'Account Manipulation'),
  ADDITIONAL_CLOUD_CREDENTIALS: technique('T1098.001', 'Account Manipulation: Additional Cloud Credentials'),
  ADDITIONAL_CLOUD_ROLES: technique('T1098.003', 'Account Manipulation: Additional Cloud Roles'),
  BRUTE_FORCE: technique('T1110', 'Brute Force'),
  CLOUD_ACCOUNT_DISCOVERY: technique('T1087.004', 'Account Discovery: Cloud Account'),
  CLOUD_ACCOUNTS: technique('T1078.004', 'Valid Accounts: Cloud Accounts'),
  CLOUD_ADMINISTRATION_COMMAND: technique('T1651', 'Cloud Administration Command'),
  CLOUD_INFRASTRUCTURE_DISCOVERY: technique('T1580', 'Cloud Infrastructure Discovery'),
  CLOUD_SECRETS: technique('T1555.006', 'Credentials from Password Stores: Cloud Secrets Management Stores'),
  COMMAND_INTERPRETER: technique('T1059', 'Command and Scripting Interpreter'),
  CREATE_CLOUD_ACCOUNT: technique('T1136.003', 'Create Account: Cloud Account'),
  DATA_DESTRUCTION: technique('T1485', 'Data Destruction'),
  DATA_FROM_CLOUD_STORAGE: technique('T1530', 'Data from Cloud Storage'),
  DATA_MANIPULATION: technique('T1565', 'Data Manipulation'),
  DISABLE_CLOUD_FIREWALL: technique('T1562.007', 'Impair Defenses: Disable or Modify Cloud Firewall'),
  DISABLE_CLOUD_LOGS: technique('T1562.008', 'Impair Defenses: Disable or Modify Cloud Logs'),
  DISABLE_TOOLS: technique('T1562.001', 'Impair Defenses: Disable or Modify Tools'),
  INHIBIT_RECOVERY: technique('T1490', 'Inhibit System Recovery'),
  MODIFY_COMPUTE: technique('T1578', 'Modify Cloud Compute Infrastructure'),
  MODIFY_MFA: technique('T1556.006', 'Modify Authentication Process: Multi-Factor Authentication'),
  RESOURCE_HIJACKING: technique('T1496', 'Resource Hijacking'),
  SERVERLESS_EXECUTION: technique('T1648', 'Serverless Execution'),
  TENANT_POLICY: technique('T1484', 'Domain or Tenant Policy Modification'),
  TRANSFER_TO_CLOUD_ACCOUNT: technique('T1537', 'Transfer Data to Cloud Account'),
  TRUST_MODIFICATION: technique('T1484.002', 'Domain or Tenant Policy Modification: Trust Modification'),
  UNUSED_REGIONS: technique('T1535', 'Unused/Unsupported Cloud Regions'),
} as const;
