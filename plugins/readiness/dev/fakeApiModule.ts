import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { readinessApiRef } from '../src';
import {
  FakeReadinessApi,
  fixtureAudit,
  fixtureReadiness,
  responseError,
} from '../src/testing';

const MINUTES = 60_000;

/** What the tab shows, chosen by the name of the entity: `/catalog/default/component/<name>/readiness`. */
const CASES: Record<string, () => ReturnType<typeof fixtureReadiness>> = {
  queued: () =>
    fixtureReadiness({ status: 'queued', position: 7, checkedAt: null }, null),
  running: () => fixtureReadiness({ status: 'running', checkedAt: null }, null),
  'never-worked': () =>
    fixtureReadiness(
      {
        status: 'failed',
        checkedAt: null,
        nextAuditAt: fromNow(20 * MINUTES),
        error: {
          message:
            'NotAllowedError: /srv/legacy is in none of the allowed local roots',
          at: fromNow(-8 * MINUTES),
          attempts: 3,
        },
      },
      null,
    ),
  failed: () =>
    fixtureReadiness({
      status: 'failed',
      nextAuditAt: fromNow(40 * MINUTES),
      error: {
        message: 'Rate limit of github.com reached',
        at: fromNow(-5 * MINUTES),
        attempts: 2,
      },
    }),
  stale: () => fixtureReadiness({ stale: true, status: 'queued', position: 3 }),
  github: () =>
    fixtureReadiness(
      {},
      fixtureAudit({ source: 'https://github.com/acme/payments/tree/main/' }),
    ),
  clean: () => fixtureReadiness({}, fixtureAudit({ clean: true })),
};

class DevelopmentApi extends FakeReadinessApi {
  async getEntityReadiness(
    ref: Parameters<FakeReadinessApi['getEntityReadiness']>[0],
  ) {
    const name = String(ref).split('/')[1];
    await new Promise(resolve => setTimeout(resolve, 300));
    if (name === 'forbidden') {
      throw await responseError(403, 'Forbidden');
    }
    if (name === 'missing') {
      throw await responseError(404, 'Not found');
    }
    if (name === 'broken') {
      throw await responseError(500, 'The database is not reachable');
    }
    return super.getEntityReadiness(ref);
  }
}

/** Replaces the client by fixtures. */
export const fakeApiModule = createFrontendModule({
  pluginId: 'readiness',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: readinessApiRef,
          deps: {},
          factory: () =>
            new DevelopmentApi({
              readiness: ref =>
                (CASES[ref.split('/')[1]] ?? (() => fixtureReadiness()))(),
            }),
        }),
    }),
  ],
});

function fromNow(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}
