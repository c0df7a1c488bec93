/** The suites: units beside their files, integration against real servers, browser tests, and the long form of the faults. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ANYWHERE = '{server,common,public,tools,test,saved_objects}/**/*.test.{ts,tsx}';

// the AWS SDK's warning that its later versions want Node 22 would stand before each file
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const INTEGRATION_WORKERS = Number(process.env['INTEGRATION_WORKERS'] ?? 1);

/** Of integration, those that take a minute and more: begun last, one of them would keep a single worker busy at the end. */
const LONGEST = ['sources_faults', 'elasticsearch_restart', 'sources_api', 'fetching'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      LONGEST.some((name) => moduleId.endsWith(`/integration/${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [ANYWHERE],
          exclude: ['test/{integration,e2e,faults,fixtures,fuzz,bench}/**', '**/node_modules/**'],
          environment: 'node',
          maxWorkers: '100%',
          // some of them make thousands of things, and a machine may be busy with others
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/integration/global_setup.ts',
          // each worker has an Elasticsearch and an S3 of its own, which its files share one after the other
          maxWorkers: INTEGRATION_WORKERS,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/e2e/global_setup.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/integration/global_setup.ts',
          fileParallelism: false,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/faults/global_setup.ts',
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
