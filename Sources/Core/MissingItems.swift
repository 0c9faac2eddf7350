/// The treatment of ids that not all files have.
public enum MissingItems: String, Sendable, CaseIterable {
  /// An error, since the files may not belong together.
  case error
  /// Items and rows without a partner are left out and counted in a note.
  case drop
}
