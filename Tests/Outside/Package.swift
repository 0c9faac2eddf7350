// swift-tools-version: 6.2
import PackageDescription

// A package that has fusebench as its dependency, by a tag: scripts/outside_package.sh builds and runs it.
let package = Package(
  name: "outside",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: Context.environment["FUSEBENCH_REPOSITORY"] ?? "https://example.org/fusebench", from: "0.1.0")
  ],
  targets: [
    .executableTarget(name: "Comparison", dependencies: [.product(name: "Fusebench", package: "fusebench")])
  ]
)
