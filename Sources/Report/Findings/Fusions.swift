import Results

/// Which spaces of a run are fused, and of which feature sets, as its experiment says.
struct Fusions {
  private let partsOfSpace: [String: [String]]

  init(of record: RunRecord) {
    var partsOfSpace: [String: [String]] = [:]
    guard case .array(let spaces)? = record.experiment["spaces"] else {
      self.partsOfSpace = [:]
      return
    }
    // A feature set is a name; a fusion is an object of its kind: { "concatenation": { "name": …, "of": […] } }.
    for case .object(let space) in spaces {
      for options in space.values {
        guard case .string(let name)? = options["name"], case .array(let parts)? = options["of"] else { continue }
        partsOfSpace[name] = parts.compactMap { if case .string(let part) = $0 { part } else { nil } }
      }
    }
    self.partsOfSpace = partsOfSpace
  }

  func isFused(_ space: String) -> Bool { partsOfSpace[space] != nil }

  /// The feature sets of a fused space; none for one that is not.
  func parts(of space: String) -> [String] { partsOfSpace[space] ?? [] }
}
