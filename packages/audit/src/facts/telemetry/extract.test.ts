import { extractFacts } from '../../testing/extractFacts';
import { telemetry } from './extract';

const SERVER = {
  Dockerfile: 'FROM python:3.13\nCMD ["uvicorn", "shop.main:app"]\n',
  'shop/__init__.py': '',
  'shop/main.py':
    'from fastapi import FastAPI\n\nfrom shop.watch import watch\n\nwatch()\napp = FastAPI()\n',
};

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(telemetry, files);
  return {
    setups: facts.setups.map(
      ({ kind, path, line }) => `${kind} ${path}:${line}`,
    ),
    gaps: facts.gaps.map(({ kind, reason }) => `${kind}: ${reason}`),
    unclear: facts.unclear.map(({ kind, module }) => `${kind}: ${module}`),
  };
}

function manifest(...packages: string[]) {
  return {
    'requirements.txt': ['fastapi', ...packages, ''].join('\n'),
  };
}

describe('telemetry', () => {
  it('finds a reached call of a direct dependency', async () => {
    expect(
      await read({
        ...SERVER,
        ...manifest('sentry-sdk'),
        'shop/watch.py':
          'import sentry_sdk\n\n\ndef watch():\n    sentry_sdk.init(traces_sample_rate=0.1)\n',
      }),
    ).toEqual({
      setups: [
        'error-tracking shop/watch.py:5',
        'metrics shop/watch.py:5',
        'tracing shop/watch.py:5',
      ],
      gaps: [],
      unclear: [],
    });
  });

  it('names what is missing of a set-up', async () => {
    const watch = 'import sentry_sdk\n\n\ndef watch():\n    pass\n\n\n';
    expect(
      await read({
        ...SERVER,
        ...manifest('sentry-sdk'),
        'shop/watch.py': `${watch}def never():\n    sentry_sdk.init()\n`,
      }),
    ).toMatchObject({ setups: [], gaps: ['error-tracking: not reached'] });
    expect(
      await read({
        ...SERVER,
        ...manifest(),
        'shop/watch.py':
          'import sentry_sdk\n\n\ndef watch():\n    sentry_sdk.init()\n',
      }),
    ).toMatchObject({
      setups: [],
      gaps: ['error-tracking: no direct dependency'],
    });
  });

  it('reads INI files that the command loads', async () => {
    expect(
      await read({
        ...SERVER,
        ...manifest(),
        Dockerfile:
          'FROM python:3.13\nCMD ["uvicorn", "shop.main:app", "--log-config", "logging.ini"]\n',
        'logging.ini':
          '[loggers]\nkeys=root\n[handlers]\nkeys=out\n[formatters]\nkeys=json\n[logger_root]\nhandlers=out\n[handler_out]\nclass=StreamHandler\nformatter=json\n[formatter_json]\nclass=pythonjsonlogger.json.JsonFormatter\n',
        'shop/watch.py': 'def watch():\n    pass\n',
      }),
    ).toMatchObject({ setups: ['structured-logging logging.ini:13'] });
  });

  it('recognises an own formatter that writes JSON', async () => {
    expect(
      await read({
        ...SERVER,
        ...manifest(),
        'shop/watch.py': `import json
import logging


class Machine(logging.Formatter):
    def format(self, record):
        return json.dumps({"message": record.getMessage()})


def watch():
    handler = logging.StreamHandler()
    handler.setFormatter(Machine())
    logging.getLogger().addHandler(handler)
`,
      }),
    ).toMatchObject({ setups: ['structured-logging shop/watch.py:12'] });
  });

  it('reads Logback, and the property of Spring Boot', async () => {
    const java = {
      'pom.xml':
        '<project><artifactId>shop</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.5.0</version></dependency></dependencies></project>',
      'src/main/java/shop/Shop.java':
        'package shop;\n\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n\n@SpringBootApplication\npublic class Shop {\n  public static void main(String[] args) {\n    SpringApplication.run(Shop.class, args);\n  }\n}\n',
    };
    expect(
      await read({
        ...java,
        'src/main/resources/logback-spring.xml':
          '<configuration>\n  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">\n    <encoder class="net.logstash.logback.encoder.LogstashEncoder"/>\n  </appender>\n  <root level="INFO"><appender-ref ref="OUT"/></root>\n</configuration>\n',
      }),
    ).toMatchObject({
      setups: ['structured-logging src/main/resources/logback-spring.xml:3'],
    });
    expect(
      await read({
        ...java,
        'src/main/resources/application.properties':
          'server.port=8080\nlogging.structured.format.console=ecs\n',
      }),
    ).toMatchObject({
      setups: [
        'structured-logging src/main/resources/application.properties:2',
      ],
    });
  });

  it('does not guess about packages of the organisation', async () => {
    expect(
      await read({
        ...SERVER,
        ...manifest('acme-logging'),
        'shop/watch.py':
          'import acme_logging\n\n\ndef watch():\n    acme_logging.start()\n',
      }),
    ).toEqual({
      setups: [],
      gaps: [],
      unclear: ['structured-logging: acme_logging'],
    });
  });
});
