# One image recipe for every service. Build from the repository's root:
#   docker build --file compose/service.Dockerfile --build-arg SERVICE=cars .
ARG DOTNET_VERSION=10.0-noble

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
ARG SERVICE
WORKDIR /source
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig ./
COPY eng/ eng/
COPY schemas/ schemas/
COPY compose/connectors/ compose/connectors/
COPY building-blocks/ building-blocks/
COPY services/${SERVICE}/ services/${SERVICE}/
RUN --mount=type=cache,target=/packages NUGET_PACKAGES=/packages \
    dotnet publish services/${SERVICE} --configuration Release --output /app --nologo
# Each program has its own name; the image starts them all by the same one.
RUN cd /app && ln -s "$(basename *.runtimeconfig.json .runtimeconfig.json)" service

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl librdkafka1 \
    && rm -rf /var/lib/apt/lists/*
# A volume that is mounted here for the first time takes its owner from it.
RUN mkdir /state && chown "$APP_UID" /state
COPY --from=build /app /app
# The services bind to loopback unless they are told otherwise; in a container only the published port leads in.
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD curl --fail --silent http://localhost:8080/health
ENTRYPOINT ["/app/service"]
