/** `npm run --silent security-rules -- --home US,IL > cloudtrail_rules.ndjson`: without home countries that one rule is left out. */
import { parseArgs } from 'node:util';
import { isCountry } from '../../common/detections/settings';
import { securityRules } from './security_rules';

const { values } = parseArgs({ options: { home: { type: 'string', default: '' } } });
const homeCountries = values.home.split(',').filter((code) => code !== '');
const wrong = homeCountries.find((code) => !isCountry(code));
if (wrong !== undefined) throw new Error(`${wrong} is no country: give codes such as --home US,IL`);
process.stdout.write(securityRules({ homeCountries }));
