import Matrices

/// A spanning tree of components, and the longest edge on the way from one of them to each other.
struct Bottlenecks: Sendable {
  /// The edges, ascending.
  let edges: [TreeEdge]
  private let components: Components
  /// The first position in ``ends`` of each component's edges.
  private let starts: [Int]
  private let ends: [(component: Int32, edge: TreeEdge)]

  /// Spans the components with the shortest of some edges.
  ///
  /// - Complexity: O(edges · log edges).
  init(_ candidates: [TreeEdge], _ components: Components) {
    var sets = DisjointSets(components.count)
    let edges = candidates.sorted().filter { edge in
      sets.join(Int(components.ofRow[Int(edge.low)]), Int(components.ofRow[Int(edge.high)]))
    }
    var counts = [Int](repeating: 0, count: components.count + 1)
    let pairs = edges.map { (components.ofRow[Int($0.low)], components.ofRow[Int($0.high)]) }
    for (one, other) in pairs {
      counts[Int(one) + 1] += 1
      counts[Int(other) + 1] += 1
    }
    for index in 0..<components.count { counts[index + 1] += counts[index] }
    starts = counts
    var ends = [(component: Int32, edge: TreeEdge)](repeating: (0, .none), count: 2 * edges.count)
    for (edge, (one, other)) in zip(edges, pairs) {
      ends[counts[Int(one)]] = (other, edge)
      ends[counts[Int(other)]] = (one, edge)
      counts[Int(one)] += 1
      counts[Int(other)] += 1
    }
    (self.edges, self.components, self.ends) = (edges, components, ends)
  }

  /// The longest edge on the way from a component to each other, ``TreeEdge/none`` where there is no way.
  ///
  /// - Complexity: O(components).
  func longest(from component: Int) -> [TreeEdge] {
    var longest = [TreeEdge](repeating: .none, count: components.count)
    var isReached = [Bool](repeating: false, count: components.count)
    var stack: [(component: Int, edge: TreeEdge)] = [(component, TreeEdge(-1, 0, 0))]
    isReached[component] = true
    while let (from, edge) = stack.popLast() {
      for position in starts[from]..<starts[from + 1] {
        let (end, step) = ends[position]
        guard !isReached[Int(end)] else { continue }
        isReached[Int(end)] = true
        longest[Int(end)] = max(edge, step)
        stack.append((Int(end), max(edge, step)))
      }
    }
    return longest
  }
}
