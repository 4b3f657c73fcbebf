const compiled = new Map();

function compile(expression) {
  let test = compiled.get(expression);
  if (!test) {
    test = new Function('event', `return (${expression});`);
    compiled.set(expression, test);
  }
  return test;
}

/**
 * Every carrier has its own scan codes. The first step whose condition holds
 * decides, e.g. `event.code === "DLV" && event.depot !== "RETURNS"`.
 */
export function statusOf(steps, event) {
  for (const step of steps) {
    try {
      if (compile(step.when)(event)) {
        return step.status;
      }
    } catch (error) {
      console.error(
        `condition of ${event.carrier} does not work: ${step.when}`,
        error.message,
      );
    }
  }
  return 'in-transit';
}
