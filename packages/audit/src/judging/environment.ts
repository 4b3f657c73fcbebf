import { Place } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../engine/types';
import { RouteFact } from '../facts/applications/schema';
import { conditionsAround } from '../facts/settings/conditions';
import { Settings } from '../facts/settings/schema';

/** The condition on the environment under which a route is registered, when it only is in development. */
export async function registeredInDevelopment(
  context: CheckContext,
  facts: Settings,
  route: RouteFact,
): Promise<Place | undefined> {
  const places = [
    { path: route.path, line: route.line },
    ...(route.attachedAt ?? []),
    ...(route.composedAt ? [route.composedAt] : []),
  ];
  for (const place of places) {
    const around = conditionsAround(facts, place).find(
      item => item.environment === 'development',
    );
    if (around) {
      return { path: around.path, line: around.line };
    }
    const caller = await conditionAtCallers(context, facts, place);
    if (caller) {
      return caller;
    }
  }
  return undefined;
}

/** Where the function around a place is called under a condition only. */
async function conditionAtCallers(
  context: CheckContext,
  facts: Settings,
  place: { path: string; line: number },
): Promise<Place | undefined> {
  const file = await context.syntax.file(place.path);
  const around = file?.functions
    .filter(
      item => item.line < place.line && place.line <= item.endLine && item.name,
    )
    .sort((a, b) => b.line - a.line)[0];
  if (!around || around.name.length < 4) {
    return undefined;
  }
  const calls = (
    await context.syntax.calls({ names: [around.name, `.${around.name}`] })
  ).filter(call => !(call.path === around.path && call.line === around.line));
  const conditions = calls.map(call =>
    conditionsAround(facts, call).find(
      item => item.environment === 'development',
    ),
  );
  const [first] = conditions;
  return first && conditions.every(Boolean)
    ? { path: first.path, line: first.line }
    : undefined;
}
