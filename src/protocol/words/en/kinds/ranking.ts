export const ranking = {
  rankHint: 'Drag into your order, or use the arrows.',
  moveUp: 'Move {item} up',
  moveDown: 'Move {item} down',
  place: '{item}: place {n} of {total}',
  keepOrder: 'Keep this order',
};
