/** Signs and codes of currencies, lower case, to the sign. */
export const currencies: ReadonlyMap<string, string> = new Map([
  ['$', '$'],
  ['usd', '$'],
  ['€', '€'],
  ['eur', '€'],
  ['£', '£'],
  ['gbp', '£'],
  ['¥', '¥'],
  ['jpy', '¥'],
  ['chf', 'chf'],
  ['cad', 'cad'],
  ['aud', 'aud'],
  ['inr', '₹'],
  ['₹', '₹']
])
