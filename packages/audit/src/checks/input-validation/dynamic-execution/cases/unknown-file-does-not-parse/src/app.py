def (((((:
  eval(((((
