export const signature = {
  signHere: 'Sign here',
  clear: 'Clear',
  typeInstead: 'Type your name instead',
  drawInstead: 'Draw instead',
  yourName: 'Your name',
};
