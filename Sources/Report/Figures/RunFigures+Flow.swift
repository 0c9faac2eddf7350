import Core
import Figures
import Results

/// The flow of items from the clusters of one feature set to those of the best fusion, and on to those of another.
extension RunFigures {
  func flowFigures() throws -> [Named] {
    guard let flow = try ClusterFlow(of: stored) else { return [] }
    let chart = FlowChart(
      stages: flow.stages.map { stage in
        FlowChart.Stage(
          title: stage.trial.space,
          clusters: stage.clusters.map { FlowChart.Cluster(name: $0.name, size: $0.size, color: $0.color) })
      }, flows: flow.flows, coloring: 1)
    let colors =
      truth.map {
        "clusters have the name of their most common \($0.name), ribbons the colour of that of the fused cluster"
      }
      ?? "ribbons have the colour of the fused cluster"
    let middle = flow.stages[1].trial
    return [
      Named(
        name: "flow",
        figure: Figure(
          chart, title: title("from " + flow.stages.map(\.trial.space).joined(separator: " to ")),
          subtitle: "\(middle.clusterer)\(seedName(middle)); \(colors)"))
    ]
  }
}
