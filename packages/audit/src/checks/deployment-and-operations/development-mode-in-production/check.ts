import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { deployables } from '../../../facts/deployables/extract';
import { deployedEnvironments } from '../../../judging/deployedEnvironment';
import { count, inOrder, somePlaces } from '../../../judging/outcome';
import { judgeCode } from './code';
import { judgeDeployment } from './deployment';

export const check = defineCheck({
  id: 'development-mode-in-production',
  area: 'deployment-and-operations',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Development settings in production',
  description:
    'Looks for settings that are made for a programmer in what production runs: (1) debug mode that is on in code, by the default of a setting, or in the environment of an image, Compose service or workload (`DEBUG = True`, `debug=True`, `FLASK_DEBUG`, `NODE_ENV=development`, Express without `NODE_ENV`); (2, medium) servers for production that watch files (`gunicorn --reload`, `pm2 --watch`), and sources that are mounted over those of the image; (3, low) log level debug or trace; (4, low) helpers such as a mail catcher in a Compose file that nothing marks as one for development. What production configuration sets wins over a default. Settings modules, Compose files and overlays whose name, folder or heading says development or test are not judged, nor what runs below `if __name__ == "__main__"` when production imports the module. Servers that are made for development are the matter of `dev-server-in-production`.',
  failureMode: 'Production runs with the settings of a workplace.',
  manifestation:
    'An error shows source code, variables and settings to whoever caused it; logs fill with request bodies; the service restarts when a file is touched, and what runs is not what was built.',
  impact:
    'Secrets and internals leak through a single error page, and the running code cannot be reproduced.',
  remediation:
    'Make the safe value the default, and put what developers need into a file that production never loads.\n\n```python\nDEBUG = os.environ.get("DEBUG", "false").lower() == "true"\n```\n\n```yaml\n# compose.override.yaml, read on a laptop only\nservices:\n  api:\n    command: [gunicorn, shop.wsgi, --reload]\n    volumes: [./src:/app/src]\n```\n\nImages of Node set `ENV NODE_ENV=production` in their last stage.',
  guardrail: {
    linter: 'bandit (B201), dclint, manage.py check --deploy',
    tests:
      'start-up test with the production settings that looks at an error page',
    ci: 'trivy config, checkov',
    architecture: 'one image for all stages, safe defaults, override files',
  },
  references: [
    {
      title: 'CWE-489: active debug code',
      url: 'https://cwe.mitre.org/data/definitions/489.html',
    },
    {
      title: 'Django: deployment checklist',
      url: 'https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#debug',
    },
    {
      title: 'Express: set NODE_ENV to production',
      url: 'https://expressjs.com/en/advanced/best-practice-performance.html#set-node_env-to-production',
    },
    {
      title: 'OWASP ASVS 5.0, V13 configuration',
      url: 'https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x22-V13-Configuration.md',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(deployables);
    const { applications: apps } = await context.facts(applications);
    const shipped =
      facts.services.length + facts.workloads.length + facts.images.length;
    if (shipped === 0 && apps.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'Nothing of this tree is deployed or serves requests',
        lookedFor: ['Dockerfiles, compose files, manifests, HTTP applications'],
      };
    }
    const environments = await deployedEnvironments(context);
    const code = await judgeCode(
      context,
      environments.flatMap(({ variables }) => variables),
    );
    const deployment = await judgeDeployment(context, environments);
    const failing = inOrder([...code.failing, ...deployment.failing]);
    const good = inOrder([...code.good, ...deployment.good]);
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${count(
          failing.length,
          'development setting',
        )} in production: ${somePlaces(failing)}`,
        evidence: failing,
        strengths: good,
      };
    }
    return {
      status: 'pass',
      summary:
        good.length > 0
          ? 'Debug mode is off by default or in production configuration'
          : 'No development setting was found in what production runs',
      evidence: good,
    };
  },
});
