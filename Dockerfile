# A server without torch. The model is an export (s2s export -m RUN), given when the container is started:
#
#     docker build -t s2s .
#     docker run --rm -p 127.0.0.1:5000:5000 -v "$PWD/runs/run-1/onnx:/model:ro" --read-only --tmpfs /tmp s2s
FROM python:3.12-slim

# The runtime distribution with its extra for the server, and nothing of what training needs; a test holds that it is enough.
COPY . /source
RUN pip install --no-cache-dir "/source/packaging/runtime[serve]" && rm -r /source \
    && useradd --system --no-create-home --shell /usr/sbin/nologin s2s

USER s2s
WORKDIR /tmp
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/health', timeout=4)"]

ENTRYPOINT ["s2s", "serve", "--host", "0.0.0.0"]
CMD ["-m", "/model"]
