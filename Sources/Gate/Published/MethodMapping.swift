import Core
import Results

/// The method that a label of a published table stands for, as a user gives it: `K-Means (Fused - Concat)=kmeans/concatenation`.
package struct MethodMapping: Sendable, Equatable {
  package var label: String
  package var place: GateReport.Place

  package init(label: String, place: GateReport.Place) {
    self.label = label
    self.place = place
  }

  /// - Throws: `OptionError` for another form.
  package init(option text: String) throws {
    let equals = text.lastIndex(of: "=")
    let target = equals.map { text[text.index(after: $0)...] } ?? ""
    let names = target.split(maxSplits: 1, omittingEmptySubsequences: false) { "/:".contains($0) }
    guard let equals, equals > text.startIndex, names.count == 2, !names[0].isEmpty, !names[1].isEmpty else {
      throw OptionError(
        .invalidOption(
          name: "--map", value: text,
          allowed: "a label of the table with its clusterer and space, LABEL=CLUSTERER/SPACE"))
    }
    self.init(
      label: String(text[..<equals]),
      place: GateReport.Place(clusterer: String(names[0]), space: String(names[1])))
  }
}
