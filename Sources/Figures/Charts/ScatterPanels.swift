import Core
import Matrices

/// Maps of one or more spaces, such as t-SNE: for each space panels side by side, usually its true classes beside its
/// clusters, with equal scales along both directions and no axes, since their values mean nothing.
package struct ScatterPanels: LaidOutChart {
  /// The meanings of a panel's colours. Panels of equal keys share one legend.
  package struct Key: Sendable, Hashable {
    /// Such as `class`.
    package let title: String
    package let names: [String]
    /// True for clusters, which differ from panel to panel.
    package var isOfClusters = false

    package init(title: String, names: [String]) {
      self.title = title
      self.names = names
    }
  }

  /// One map, coloured in one way.
  package struct Panel: Sendable {
    package let title: String
    /// Such as `kappa .354 · KL 1.23`.
    package let subtitle: String
    /// n × 2.
    package let positions: Matrix
    /// One a position: an id from 0, or negative for none (light grey).
    package let labels: [Int32]
    package let key: Key
    /// For each label the name in the key whose colour it takes; nil when the labels are the names' positions.
    package let keyIndices: [Int]?
    /// The name of negative labels in the legend, such as `noise`.
    package var unlabelledName = "none"
    /// The positions that are drawn hollow: items of another class than the one their cluster stands for; nil for none.
    package var hollow: [Bool]?

    /// A panel coloured by the names of `key`, or, with `keyIndices`, by what each label stands for.
    package init(
      title: String, subtitle: String = "", positions: Matrix, labels: [Int32], key: Key, keyIndices: [Int]? = nil
    ) {
      self.title = title
      self.subtitle = subtitle
      self.positions = positions
      self.labels = labels
      self.key = key
      self.keyIndices = keyIndices
    }

    /// The true classes.
    package init(title: String = "", subtitle: String = "", positions: Matrix, truth: LabelSet) {
      self.init(
        title: title.isEmpty ? "true \(truth.name)" : title, subtitle: subtitle, positions: positions,
        labels: truth.values, key: Key(title: truth.name, names: truth.classes))
    }

    /// The clusters, each in the colour of the class that `classes` matches it to, such as its most common; items of
    /// another class are hollow.
    package init(
      title: String = "clusters", subtitle: String = "", positions: Matrix, partition: Partition,
      matchedTo classes: [Int], of truth: LabelSet
    ) {
      self.init(
        title: title, subtitle: subtitle, positions: positions, labels: partition.labels,
        key: Key(title: truth.name, names: truth.classes), keyIndices: classes)
      unlabelledName = Self.unlabelledName(of: partition)
      guard truth.values.count == partition.labels.count else { return }
      hollow = zip(partition.labels, truth.values).map { cluster, value in
        cluster >= 0 && value >= 0 && classes.indices.contains(Int(cluster)) && classes[Int(cluster)] != Int(value)
      }
    }

    /// The clusters in colours of their own.
    ///
    /// - Parameter names: those of the clusters by their numbers, beside which they stand; none for the numbers alone.
    package init(
      title: String = "clusters", subtitle: String = "", positions: Matrix, partition: Partition,
      names own: [Int: String] = [:]
    ) {
      let names = (0..<partition.clusters).map { id in own[id].map { "\(id) · \($0)" } ?? String(id) }
      var key = Key(title: "cluster", names: names)
      key.isOfClusters = true
      self.init(title: title, subtitle: subtitle, positions: positions, labels: partition.labels, key: key)
      unlabelledName = Self.unlabelledName(of: partition)
    }

    private static func unlabelledName(of partition: Partition) -> String {
      partition.noiseCount > 0 ? "noise" : "not clustered"
    }
  }

  /// The panels of one space.
  package struct Row: Sendable {
    /// The space, such as `concatenation`; empty for none.
    package let title: String
    package let panels: [Panel]

    package init(title: String = "", panels: [Panel]) {
      self.title = title
      self.panels = panels
    }
  }

  package let rows: [Row]

  package init(rows: [Row]) { self.rows = rows }

  /// The panels of one space.
  package init(_ panels: [Panel]) { rows = [Row(panels: panels)] }

  var panels: [Panel] { rows.flatMap(\.panels) }

  /// The different keys, in the order in which the panels use them.
  var keys: [Key] { panels.map(\.key).uniqued }

  package func validate() throws {
    guard !panels.isEmpty else { throw FigureError(.noData("there are no panels")) }
    for panel in panels { try panel.validate() }
  }

  package var notices: [Notice] {
    let dropped = panels.map(\.droppedCount).max() ?? 0
    guard dropped > 0 else { return [] }
    return [Notice(kind: "points-not-drawn", message: "\(counted(dropped, "position")) not finite, not drawn")]
  }

  package func draw(_ layout: ScatterLayout, on canvas: Canvas) { layout.draw(on: canvas) }
}

extension ScatterPanels.Panel {
  func validate() throws {
    guard positions.columns == 2 else { throw FigureError(.notPlanar(columns: positions.columns)) }
    guard labels.count == positions.rows else {
      throw FigureError(.countMismatch(what: "labels", expected: positions.rows, found: labels.count))
    }
    if let hollow, hollow.count != positions.rows {
      throw FigureError(.countMismatch(what: "hollow points", expected: positions.rows, found: hollow.count))
    }
    guard droppedCount < positions.rows else {
      throw FigureError(
        .noData(
          positions.rows == 0
            ? "the panel \(title) has no positions" : "none of \(positions.rows) positions is finite"))
    }
    let known = keyIndices?.count ?? key.names.count
    if let label = labels.max(), Int(label) >= known {
      throw FigureError(.outOfRange(what: "a label of \(title)", value: Int(label), count: known))
    }
    for index in keyIndices ?? [] where index >= key.names.count {
      throw FigureError(.outOfRange(what: "a matched class of \(title)", value: index, count: key.names.count))
    }
  }

  /// The number of positions that are not finite.
  var droppedCount: Int {
    positions.withRows { rows in (0..<rows.rows).count { !(rows[$0, 0].isFinite && rows[$0, 1].isFinite) } }
  }

  /// The position of a label's name in the key; nil for none.
  func keyIndex(_ label: Int32) -> Int? {
    guard label >= 0 else { return nil }
    let index = keyIndices?[Int(label)] ?? Int(label)
    return index >= 0 ? index : nil
  }
}
