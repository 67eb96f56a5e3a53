import type { Plural } from '../plural.ts';

const results: Plural = { one: '{n} result', other: '{n} results' };

/** What single types of questions need beside; they come with the type's own code. */
export const kinds = {
  dropdown: { choose: 'Choose…' },
  search: {
    search: 'Search',
    nothingFound: 'Nothing found',
    results,
    remove: 'Remove {item}',
  },
  ranking: {
    rankHint: 'Drag into your order, or use the arrows.',
    moveUp: 'Move {item} up',
    moveDown: 'Move {item} down',
    place: '{item}: place {n} of {total}',
    keepOrder: 'Keep this order',
  },
  slider: {
    untouched: 'Move the slider to answer',
    from: 'From',
    to: 'To',
  },
  parts: {
    street: 'Street and number',
    city: 'Town or city',
    region: 'Region',
    postalCode: 'Postal code',
    country: 'Country',
    firstName: 'First name',
    lastName: 'Last name',
    company: 'Company',
    emailPart: 'E-mail',
    phonePart: 'Telephone',
  },
  link: { newWindow: 'opens in a new window' },
  file: {
    addFile: 'Add a file',
    addPhoto: 'Add a photo',
    fileRemove: 'Remove {item}',
    filePreparing: 'Preparing {item}…',
    fileWaiting: 'Will be sent',
    fileSending: '{n} % sent',
    fileSent: 'Sent',
    fileUnreadable: '{item} could not be read.',
    fileRefused: 'Could not be accepted',
    fileNoRoom: '{item} is not kept: too much is waiting on this device already.',
  },
  signature: {
    signHere: 'Sign here',
    clear: 'Clear',
    typeInstead: 'Type your name instead',
    drawInstead: 'Draw instead',
    yourName: 'Your name',
  },
  tab: { feedback: 'Feedback' },
};
