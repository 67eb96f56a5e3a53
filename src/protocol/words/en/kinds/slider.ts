export const slider = {
  untouched: 'Move the slider to answer',
  from: 'From',
  to: 'To',
};
