import CCairo
import Core
import Figures
import Foundation
import Matrices

/// Points in round groups, one label a group, the same for the same arguments.
func groups(_ count: Int, classes: Int, seed: Seed = 1) -> (positions: Matrix, labels: [Int32]) {
  var stream = seed.stream("groups")
  let centers = (0..<classes).map { _ in (stream.gaussian() * 20, stream.gaussian() * 20) }
  let labels = (0..<count).map { Int32($0 % classes) }
  let rows = labels.map { label in
    let center = centers[Int(label)]
    return [Float(center.0 + stream.gaussian()), Float(center.1 + stream.gaussian())]
  }
  return (Matrix(rows), labels)
}

func classNames(_ count: Int) -> [String] {
  (0..<count).map { $0 % 7 == 3 ? "a class with quite a long name, number \($0)" : "class \($0)" }
}

func scatter(_ count: Int, classes: Int, spaces: Int = 1) -> ScatterPanels {
  ScatterPanels(
    rows: (0..<spaces).map { space in
      let (positions, labels) = groups(count, classes: classes, seed: Seed(UInt64(space)))
      let truth = LabelSet(name: "class", classes: classNames(classes), values: labels)
      let partition = Partition(labels: labels.map { $0 % 5 == 0 ? -1 : $0 }, clusters: classes)
      return .init(
        title: "space \(space)",
        panels: [
          .init(subtitle: "KL 1.23", positions: positions, truth: truth),
          .init(positions: positions, partition: partition, matchedTo: Array(0..<classes), of: truth),
        ])
    })
}

func scores(spaces: Int, seeds: Int, shift: Double = 0) -> ScoreChart {
  func value(_ space: Int, _ score: Int, _ seed: Int) -> Double {
    shift + 0.1 * Double(space) + 0.05 * Double(score) + 0.01 * Double(seed)
  }
  var methods: [ScoreChart.Method] = []
  for space in 0..<spaces {
    for (rank, clusterer) in ["k-means", "GMM"].enumerated() {
      let values = (0..<4).map { score in (0..<seeds).map { value(space, score, $0 + rank) } }
      methods.append(.init(space: "space \(space)", clusterer: clusterer, values: values))
    }
  }
  return ScoreChart(scores: ["kappa", "ARI", "NMI", "accuracy"], methods: methods)
}

func images(_ count: Int, width: Int = 4, height: Int = 4, rgb: [UInt8] = [200, 30, 30]) throws -> RGBImages {
  let bytes = (0..<count * width * height).flatMap { _ in rgb }
  return try RGBImages(count: count, height: height, width: width, bytes: bytes)
}

let line = LineChart(
  xTitle: "k", yTitle: "kappa",
  series: [
    .init(name: "visual", x: [2, 3, 4], samples: [[0.1, 0.2], [0.3, 0.35], [0.2, 0.1]]),
    .init(name: "text", x: [2, 3, 4], y: [0.2, .nan, 0.4]),
  ])

let strip = StripChart(
  title: "kappa", rows: [.init(name: "PCA-weighted average", values: [0.6, 0.7, 0.71, 0.78], reference: 0.74)],
  referenceName: "published")

let confusion = ConfusionChart(
  rowNames: ["cat", "dog", "frog"], columnNames: ["1", "2", "3"], counts: [[9, 1, 0], [2, 8, 0], [0, 0, 12_345]])

func agreement(seeds: Int, methods: Int = 3) -> AgreementChart {
  func value(_ row: Int, _ column: Int) -> Double { row == column ? 1 : 1 / Double(2 + abs(row - column)) }
  let values = (0..<seeds).map { row in (0..<seeds).map { value(row, $0) } }
  let panels = (0..<methods).map { method in
    AgreementChart.Panel(title: "space \(method)", names: (0..<seeds).map(String.init), values: values)
  }
  return AgreementChart(
    measure: "adjusted Rand index", rows: ["k-means", "GMM"].map { .init(title: $0, panels: panels) })
}

/// Three clusterings of random items; `names` are those of the clusters.
func flow(clusters: Int, items: Int = 300, seed: Seed = 1, names: [String]? = nil) -> FlowChart {
  var stream = seed.stream("flow")
  let labels: [[Int]] = (0..<items).map { item in
    (0..<3).map { _ -> Int in stream.uniform() < 0.6 ? item % clusters : stream.integer(below: clusters) }
  }
  let names = names ?? classNames(clusters)
  let stages = (0..<3).map { stage in
    FlowChart.Stage(
      title: "space \(stage)",
      clusters: (0..<clusters).map { cluster in
        FlowChart.Cluster(
          name: names[cluster % names.count], size: labels.count { $0[stage] == cluster }, color: cluster)
      })
  }
  let flows = (0..<2).map { stage in
    var flow = [[Int]](repeating: [Int](repeating: 0, count: clusters), count: clusters)
    for item in labels { flow[item[stage]][item[stage + 1]] += 1 }
    return flow
  }
  return FlowChart(stages: stages, flows: flows, coloring: 1)
}

func silhouettes(clusters: Int, each: Int = 30, names: [String]? = nil) -> SilhouetteChart {
  var stream = Seed(3).stream("silhouettes")
  let names = names ?? classNames(clusters)
  let parts = (0..<clusters).map { cluster in
    let values = (0..<each + cluster).map { _ in 0.9 * stream.uniform() - 0.2 }
    return SilhouetteChart.Cluster(
      name: names[cluster % names.count], color: cluster, size: 10 * values.count, values: values)
  }
  return SilhouetteChart(clusters: parts, mean: 0.25)
}

func cards(_ count: Int, names: [String]? = nil, withImages: Bool = true) throws -> ClusterCards {
  let names = names ?? classNames(count)
  let cards = (0..<count).map { card in
    ClusterCards.Card(
      name: names[card % names.count], facts: ["12 items", "purity .75"],
      shares: [.init(color: card, count: 9), .init(color: card + 1, count: 3)],
      nearest: withImages ? Array(0..<8) : [], farthest: withImages ? Array(8..<12) : [],
      words: (0..<9).map { .init(names[(card + $0) % names.count], count: 100 - $0) })
  }
  return ClusterCards(cards: cards, images: withImages ? try images(12) : nil, classes: classNames(count + 1))
}

/// One chart of each kind.
func everyChart() throws -> [any Chart] {
  let grid = SampleGrid(
    images: try images(6), rows: [.init(name: "cat", samples: [0, 1, 2]), .init(name: "dog", samples: [3, 4])])
  return [
    scatter(60, classes: 4), scatter(5000, classes: 30, spaces: 2), scores(spaces: 3, seeds: 4), grid, confusion, line,
    LinePanels([line, line, line]),
    strip, agreement(seeds: 5), flow(clusters: 5), silhouettes(clusters: 4), try cards(5),
  ]
}

/// A PNG file as cairo reads it back.
struct Pixels {
  let width, height: Int
  private let values: [UInt32]

  init(_ file: [UInt8]) {
    var rest = file[...]
    (width, height, values) = withUnsafeMutablePointer(to: &rest) { rest in
      let surface = cairo_image_surface_create_from_png_stream(
        { source, target, count in
          guard let source, let target else { return CAIRO_STATUS_READ_ERROR }
          let rest = source.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          guard rest.pointee.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
          for (index, byte) in rest.pointee.prefix(Int(count)).enumerated() { target[index] = byte }
          rest.pointee = rest.pointee.dropFirst(Int(count))
          return CAIRO_STATUS_SUCCESS
        }, rest)
      defer { cairo_surface_destroy(surface) }
      let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
      guard let data = cairo_image_surface_get_data(surface) else { return (0, 0, []) }
      let stride = Int(cairo_image_surface_get_stride(surface))
      var values: [UInt32] = []
      for row in 0..<height {
        let line = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<width { values.append(line[column] & 0xffffff) }
      }
      return (width, height, values)
    }
  }

  subscript(x: Int, y: Int) -> UInt32 { values[y * width + x] }

  func count(of color: UInt32) -> Int { values.count { $0 == color } }

  /// True where nothing but the background touches the page's edge.
  var hasCleanEdge: Bool {
    let corner = self[0, 0]
    return (0..<width).allSatisfy { self[$0, 0] == corner && self[$0, height - 1] == corner }
      && (0..<height).allSatisfy { self[0, $0] == corner && self[width - 1, $0] == corner }
  }
}

/// True where no two boxes overlap.
func apart(_ boxes: [Rect]) -> Bool {
  boxes.indices.allSatisfy { first in (0..<first).allSatisfy { !boxes[first].overlaps(boxes[$0]) } }
}
