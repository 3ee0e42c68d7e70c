/** The grammar of work: classes of tasks and of requests, and how much there is of all of it. */
import { holidays } from './schema-calendar.ts';
import { requestClass } from './schema-requests.ts';
import { keys, named } from './schema-shapes.ts';
import { taskClass } from './schema-tasks.ts';
import { growth, positiveShare, whole } from './schema-values.ts';

/** Classes of tasks, and of requests. */
export const MAX_CLASSES = 200;

export const workload = keys('workload', {
  scale: positiveShare(1000)
    .default('100%')
    .describe('Stretches the rates of all open arrivals and `every`, not `at` and `trace`.'),
  growth: growth()
    .default('0%/month')
    .describe('By how much a month has more work than the one before, of what `scale` stretches (rule W2).'),
  growthMonths: whole('growthMonths', 0, 600)
    .default(0)
    .describe(
      'After how many months of growth it is; varied from 0 to 24 in a sweep, it says when the design breaks.',
    ),
  holidays,
  tasks: named('workload.tasks', taskClass).default({}).describe('Classes of tasks by name.'),
  requests: named('workload.requests', requestClass)
    .default({})
    .describe('Classes of UI and API requests by name.'),
});
