export const file = {
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
};
