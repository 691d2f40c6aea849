// What the servers of this release can do with an account beyond its settings. A button for something that is not there
// would be a lie, so what is off here is not shown.

export const OFFERED = {export: false, erase: false};
