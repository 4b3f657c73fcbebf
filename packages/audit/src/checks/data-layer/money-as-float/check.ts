import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseModels } from '../../../facts/database/models';
import { ModelFact, ModelField } from '../../../facts/database/schema';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { floatArithmetic } from './arithmetic';
import { isEstimate, isMinorUnit, isMonetary, moneyName } from './names';

/** Types of columns that are binary fractions. */
const FLOAT =
  /^(?:Optional\[|Union\[|List\[|list\[)?\s*(?:float|float4|float8|float32|float64|Float|FLOAT|FloatField|DoubleField|REAL|real|Real|Double|DOUBLE|double|double precision|DOUBLE_PRECISION|doublePrecision|DataTypes?\.(?:FLOAT|DOUBLE|REAL)|Sequelize\.(?:FLOAT|DOUBLE|REAL)|me\.FloatField)\b/;
/** Types that are exact. */
const EXACT =
  /decimal|numeric|money|Integer|BigInt|bigint|\bint\b|\bInt\b|int64|\blong\b|\bLong\b|IntegerField|Decimal128/i;

interface Field extends ModelField {
  owner: string;
  kind: 'model' | 'schema';
  library?: ModelFact['library'];
  answer: boolean;
}

export const check = defineCheck({
  id: 'money-as-float',
  area: 'data-layer',
  severity: 'high',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Money in binary fractions',
  description:
    'Looks at columns of models and fields of pydantic schemas whose names mean money (price, amount, total, balance, fee, tax, cost) and whose types are binary fractions, and in Python at minor units divided by 100 and at amounts converted with float() whose result is stored. Names that may mean something else count only where a currency or another amount stands beside them. Arithmetic in JavaScript, Go and Java is not judged.',
  failureMode: 'Amounts of money are float or double.',
  manifestation:
    '0.1 + 0.2 is 0.30000000000000004: totals are off by a cent, equal amounts are not equal, and sums depend on the order.',
  impact:
    'Invoices and books do not add up; somebody searches for cents at every closing, and refunds or limits can be gamed by rounding.',
  remediation:
    'Keep integers in minor units or exact decimals from the border to the column:\n\n```python\namount: Mapped[Decimal] = mapped_column(Numeric(12, 2))\npaid = Decimal(event["amount_received"]) / 100\n```',
  guardrail: {
    linter: 'Semgrep rule on float columns with names of money (partly)',
    tests: 'sums of many small amounts',
    architecture: 'one money type for the whole code',
  },
  references: [
    {
      title: 'PostgreSQL: monetary types and exact numbers',
      url: 'https://www.postgresql.org/docs/current/datatype-numeric.html',
    },
    {
      title: 'CWE-1339: Insufficient precision of a real number',
      url: 'https://cwe.mitre.org/data/definitions/1339.html',
    },
  ],
  evaluate: judged(
    { languages: ['python'], containing: ['price', 'amount', 'FloatField'] },
    async context => {
      const fields = await moneyFields(context);
      const calculations = await floatArithmetic(context);
      const exact = fields.filter(
        field =>
          field.kind === 'model' &&
          EXACT.test(field.type) &&
          !FLOAT.test(field.type),
      );
      const failing = inOrder([
        ...fields.flatMap(field => findingOf(field) ?? []),
        ...calculations,
      ]);
      const strengths = inOrder(
        exact.map(field => ({
          path: field.path,
          line: field.line,
          subject: `${field.owner}.${field.name}`,
          note: `${field.owner}.${field.name} is exact: ${field.type.slice(
            0,
            40,
          )}`,
        })),
      ).slice(0, 10);
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'place keeps',
            'places keep',
          )} money in binary fractions: ${somePlaces(failing)}`,
          evidence: failing,
          ...(failing.every(item => item.confidence === 'plausible')
            ? { confidence: 'plausible' as const }
            : {}),
          strengths,
        };
      }
      if (exact.length === 0) {
        return {
          status: 'not-applicable',
          summary: 'No column or field that means money',
        };
      }
      return {
        status: 'pass',
        summary: `${count(
          exact.length,
          'amount of money is',
          'amounts of money are',
        )} exact: ${somePlaces(strengths)}`,
        evidence: strengths,
      };
    },
  ),
});

function findingOf(field: Field): Evidence | undefined {
  const base = {
    path: field.path,
    line: field.line,
    subject: `${field.owner}.${field.name}`,
  };
  if (FLOAT.test(field.type) && !/^(?:List|list)\[/.test(field.type)) {
    const isLow =
      isEstimate(field.name) || (field.kind === 'schema' && field.answer);
    const inAnswer = isLow ? ', in an answer only' : '';
    const why = isEstimate(field.name) ? ', an estimate' : inAnswer;
    return {
      ...base,
      ...(isLow ? { severity: 'low' as const } : {}),
      note: `${field.owner}.${field.name} is ${field.type.slice(0, 40)}${why}`,
    };
  }
  // A JavaScript number is a double; whole minor units would be exact.
  if (
    field.library === 'mongoose' &&
    /^Number\b/.test(field.type) &&
    moneyName(field.name) === 'strong'
  ) {
    return {
      ...base,
      confidence: 'plausible',
      note: `${field.owner}.${field.name} is a JavaScript number, exact only for whole minor units`,
    };
  }
  return undefined;
}

async function moneyFields(context: CheckContext): Promise<Field[]> {
  const result: Field[] = [];
  const seen = new Set<string>();
  const add = (
    owner: string,
    fields: readonly ModelField[],
    more: Pick<Field, 'kind' | 'library' | 'answer'>,
  ) => {
    const isMoney = isMonetary(owner, fields);
    for (const field of fields) {
      const key = `${field.path}:${field.line}`;
      const name = moneyName(field.name);
      if (
        !seen.has(key) &&
        (name === 'strong' ||
          (name === 'weak' && isMoney) ||
          isMinorUnit(field.name))
      ) {
        seen.add(key);
        result.push({ ...field, owner, ...more });
      }
    }
  };
  for (const model of (await context.facts(databaseModels)).models) {
    add(model.name, model.fields, {
      kind: 'model',
      library: model.library,
      answer: false,
    });
  }
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['BaseModel'],
  })) {
    for (const item of file.classes) {
      const isSchema = item.bases.some(base =>
        /^(?:pydantic\.)?BaseModel$|(?:Base|Schema|In|Create|Model|Request)$/.test(
          base,
        ),
      );
      if (
        !isSchema ||
        !item.fields.some(field => /\bfloat\b/.test(field.annotation ?? ''))
      ) {
        continue;
      }
      add(
        item.name,
        item.fields.map(field => ({
          name: field.target,
          type: (field.annotation ?? '').replace(/^Annotated\[/, ''),
          text: field.text,
          path: item.path,
          line: field.line,
        })),
        {
          kind: 'schema',
          answer:
            /(?:Out|Response|View|Read|Result|Summary|Stats|Report)$/.test(
              item.name,
            ),
        },
      );
    }
  }
  return result;
}
